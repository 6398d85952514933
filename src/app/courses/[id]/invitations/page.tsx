import type { Metadata } from 'next';
import { InvitationsScreen } from '@/features/course/InvitationsScreen.tsx';

export const metadata: Metadata = { title: 'Invitations' };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <InvitationsScreen courseId={id} />;
}
