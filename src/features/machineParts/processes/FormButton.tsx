'use client';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/machineView/actions.ts';
import type { SendLine } from '@/machineView/outcome.ts';
import { Button } from '@/ui/Button.tsx';
import { ActionForm } from './ActionForm.tsx';

const focusIt = (button: HTMLElement | null): void => button?.focus();

/** A button. While its form is open, the form stands in its place. The focus goes into the form and back. */
export function FormButton({
  action,
  sendLine,
  children,
}: {
  action: Action;
  sendLine: SendLine;
  children: ReactNode;
}) {
  const [state, setState] = useState<'shut' | 'open' | 'left'>('shut');
  if (state === 'open')
    return (
      <ActionForm
        action={action}
        sendLine={sendLine}
        isFirst
        onClose={(hadFocus) => setState(hadFocus ? 'left' : 'shut')}
      />
    );
  return (
    <Button ref={state === 'left' ? focusIt : undefined} className="px-1.5!" onClick={() => setState('open')}>
      {children}
    </Button>
  );
}
