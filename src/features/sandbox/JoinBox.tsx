'use client';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Button } from '@/ui/Button.tsx';
import { Field, Input } from '@/ui/Field.tsx';

/** A code and a button: the shortest way to another person's machine. */
export function JoinBox() {
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);

  function onSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get('code') ?? '').trim();
    if (code === '') setProblem('Type the code you were given.');
    else router.push(`/join/${encodeURIComponent(code)}`);
  }

  return (
    <form onSubmit={onSubmit} noValidate>
      <Field label="Join with a code" error={problem}>
        {(aria) => (
          <div className="flex gap-2">
            <Input
              {...aria}
              name="code"
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              maxLength={64}
              placeholder="XXXXX-XXXXX"
              className="min-h-9 min-w-0 font-mono"
            />
            <Button type="submit" variant="primary" size="lg">
              Join
            </Button>
          </div>
        )}
      </Field>
    </form>
  );
}
