'use client';
import { Bot } from 'lucide-react';
import { runProgramAction } from '@/machineView/actions.ts';
import { refusalOf, type Submit } from '@/machineView/outcome.ts';
import { FormButton } from './FormButton.tsx';

/** Starts a process that acts by itself at each tick. With it one person alone can fill a machine. */
export function RunProgram({ names, submit }: { names: ReadonlySet<string>; submit: Submit }) {
  /** Sends both lines, the second only if the first succeeded. */
  const sendBoth: Submit = async (both) => {
    const [spawn = '', run = ''] = both.split('; ');
    const spawned = await submit(spawn);
    return refusalOf(spawned) === null ? submit(run) : spawned;
  };
  return (
    <FormButton action={runProgramAction(names)} submit={sendBoth}>
      <Bot aria-hidden />
      Run a program…
    </FormButton>
  );
}
