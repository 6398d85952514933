import type { Metadata } from 'next';
import { RuleScreen } from '@/features/labs/rule/RuleScreen.tsx';

export const metadata: Metadata = { title: 'Try a rule' };

export default async function RulePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <RuleScreen machineId={id} />;
}
