import type { Metadata } from 'next';
import { OomScreen } from '@/features/oom/OomScreen.tsx';

export const metadata: Metadata = {
  title: 'Why did this process die?',
  description:
    'Paste a report of the OOM killer: who died, why, and what would have changed it. The text stays in your browser.',
};

export default function Page() {
  return <OomScreen />;
}
