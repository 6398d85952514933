import type { Metadata } from 'next';
import { LazyNothingHere } from '@/features/home/LazyNothingHere.tsx';

export const metadata: Metadata = { title: 'Nothing here' };

export default function NotFound() {
  return <LazyNothingHere />;
}
