import { policyInfo } from '@overcommit/engine';
import { findKernelPage, KERNEL_PAGES, kernelName } from '@overcommit/handbook';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { KernelScreen } from '@/features/handbook/KernelScreen.tsx';

type Props = { params: Promise<{ policy: string }> };

export const generateStaticParams = () => KERNEL_PAGES.map(({ id }) => ({ policy: id }));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const page = findKernelPage((await params).policy);
  return page ? { title: kernelName(page.id), description: page.runsOut } : {};
}

export default async function Page({ params }: Props) {
  const page = findKernelPage((await params).policy);
  if (!page) notFound();
  return <KernelScreen page={page} summary={policyInfo(page.id).summary} />;
}
