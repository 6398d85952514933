import type { Metadata } from 'next';
import { WallScreen } from '@/features/wall/WallScreen.tsx';

export const metadata: Metadata = { title: 'Wall' };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function Page({ params, searchParams }: Props) {
  return <WallScreen courseId={(await params).id} isProjector={(await searchParams).projector === '1'} />;
}
