import type { Metadata } from 'next';
import { AdminScreen } from '@/features/admin/AdminScreen.tsx';

export const metadata: Metadata = { title: 'This service' };

export default function Page() {
  return <AdminScreen />;
}
