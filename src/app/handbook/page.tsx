import type { Metadata } from 'next';
import { HandbookScreen } from '@/features/handbook/HandbookScreen.tsx';

export const metadata: Metadata = { title: 'Handbook' };

export default function Page() {
  return <HandbookScreen />;
}
