'use client';
import { Bot } from 'lucide-react';
import { runProgramAction } from '@/machineView/actions.ts';
import { refusalOf, type SendLine } from '@/machineView/outcome.ts';
import { FormButton } from './FormButton.tsx';

/** Starts a process that acts by itself at each tick. With it one person alone can fill a machine. */
export function RunProgram({ names, sendLine }: { names: ReadonlySet<string>; sendLine: SendLine }) {
  /** Sends both lines, the second only if the first succeeded. */
  const sendBoth: SendLine = async (both) => {
    const [spawn = '', run = ''] = both.split('; ');
    const spawned = await sendLine(spawn);
    return refusalOf(spawned) === null ? sendLine(run) : spawned;
  };
  return (
    <FormButton action={runProgramAction(names)} sendLine={sendBoth}>
      <Bot aria-hidden />
      Run a program…
    </FormButton>
  );
}
