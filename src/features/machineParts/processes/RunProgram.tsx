'use client';
import { Bot } from 'lucide-react';
import { runProgramAction } from '@/machineView/actions.ts';
import { refusalOf, type Submit } from '@/machineView/outcome.ts';
import { FormButton } from './FormButton.tsx';

/** A process that acts by itself from the next tick on, so that one person alone can fill a machine. */
export function RunProgram({ names, submit }: { names: ReadonlySet<string>; submit: Submit }) {
  /** Both lines, one after the other; the second only if the first was carried out. */
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
