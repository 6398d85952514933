import { type MachineSpec, RULE_SETTING } from '@overcommit/engine';
import { kernelName } from './availability.ts';
import type { LabPrompt } from './lab.ts';

/** What a lab's text calls the machine that it is put on: a question is judged by that machine's log, so it names its kernel. */
const KERNEL = '{kernel}';

/** A lab's question as it is put on this machine. A scoring rule of the machine's own is named too. */
export function promptText({ text }: Pick<LabPrompt, 'text'>, spec: Pick<MachineSpec, 'policy' | 'settings'>): string {
  const rule = spec.settings[RULE_SETTING] ? ', by this machine’s own rule' : '';
  return text.replaceAll(KERNEL, `${kernelName(spec.policy)}${rule}`);
}
