'use client';
import { Bot } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/ui/Button.tsx';
import { ActionForm } from './ActionForm.tsx';
import { runProgramAction } from './actions.ts';
import { refusalOf, type Submit } from './outcome.ts';

/** A process that acts by itself from the next tick on, so that one person alone can fill a machine. */
export function RunProgram({ names, submit }: { names: ReadonlySet<string>; submit: Submit }) {
  const [isOpen, setOpen] = useState(false);
  /** Both lines, one after the other; the second only if the first was carried out. */
  const sendBoth: Submit = async (both) => {
    const [spawn = '', run = ''] = both.split('; ');
    const spawned = await submit(spawn);
    return refusalOf(spawned) === null ? submit(run) : spawned;
  };
  return isOpen ? (
    <ActionForm action={runProgramAction(names)} submit={sendBoth} onClose={() => setOpen(false)} />
  ) : (
    <Button className="px-1.5!" onClick={() => setOpen(true)}>
      <Bot aria-hidden />
      Run a program…
    </Button>
  );
}
