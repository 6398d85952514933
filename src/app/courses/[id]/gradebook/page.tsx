import type { Metadata } from 'next';
import { GradebookScreen } from '@/features/grades/GradebookScreen.tsx';

export const metadata: Metadata = { title: 'Gradebook' };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <GradebookScreen courseId={(await params).id} />;
}
