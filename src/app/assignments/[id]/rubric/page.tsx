import type { Metadata } from 'next';
import { RubricScreen } from '@/features/rubric/RubricScreen.tsx';

export const metadata: Metadata = { title: 'Rubric' };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <RubricScreen assignmentId={id} />;
}
