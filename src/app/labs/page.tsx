import type { Metadata } from 'next';
import { LabListScreen } from '@/features/labs/LabListScreen.tsx';

export const metadata: Metadata = { title: 'Labs' };

export default function Page() {
  return <LabListScreen />;
}
