import { findLab, LABS } from '@overcommit/handbook';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { LabScreen } from '@/features/labs/LabScreen.tsx';

type Props = { params: Promise<{ slug: string }> };

export const generateStaticParams = () => LABS.map((lab) => ({ slug: lab.slug }));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const lab = findLab((await params).slug);
  return lab ? { title: lab.title, description: lab.claim } : {};
}

export default async function Page({ params }: Props) {
  const lab = findLab((await params).slug);
  if (!lab) notFound();
  return <LabScreen lab={lab} />;
}
