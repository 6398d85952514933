import type { Metadata } from 'next';
import { AssignmentScreen } from '@/features/course/AssignmentScreen.tsx';

export const metadata: Metadata = { title: 'Assignment' };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <AssignmentScreen assignmentId={(await params).id} />;
}
