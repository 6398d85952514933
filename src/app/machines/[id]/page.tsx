import type { Metadata } from 'next';
import { MachineScreen } from '@/features/machine/MachineScreen.tsx';

export const metadata: Metadata = { title: 'Machine' };

export default async function MachinePage({ params }: { params: Promise<{ id: string }> }) {
  return <MachineScreen machineId={(await params).id} />;
}
