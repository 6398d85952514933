'use client';
import type { Rubric } from '@overcommit/coursework';
import { useState } from 'react';
import { useTRPCClient } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { SectionTitle } from '@/ui/Card.tsx';
import { toast } from '@/ui/Toaster.tsx';
import { dateWords } from '../home/dates.ts';
import { readRubricFile } from './rubricForm.ts';
import type { OpenedRubric } from './types.ts';

/** Every rubric that the assignment had. An older one can be taken as the draft. */
export function Versions({ opened, onTake }: { opened: OpenedRubric; onTake: (rubric: Rubric) => void }) {
  const client = useTRPCClient();
  const [now] = useState(() => new Date());
  const { assignmentId, versions, version: current } = opened;
  if (versions.length === 0) return null;

  async function take(version: number): Promise<void> {
    try {
      const { text } = await client.rubric.version.query({ assignmentId, version });
      const read = readRubricFile(text);
      if (read.ok) onTake(read.rubric);
      else toast(`Version ${version} cannot be read. ${read.problem}`);
    } catch (error) {
      toast(`Version ${version} could not be loaded. ${error instanceof Error ? error.message : ''}`);
    }
  }

  return (
    <section className="grid grid-cols-1 gap-2" aria-label="Versions">
      <SectionTitle>Versions</SectionTitle>
      <ol className="grid grid-cols-1 gap-2 text-xs">
        {versions.map(({ version, at, by, effect }) => (
          <li key={version} className="grid gap-0.5">
            <span className="flex items-baseline justify-between gap-2">
              <b className="font-medium">
                {version}
                {version === current && ', counts'}
              </b>
              {version !== current && (
                <Button size="sm" onClick={() => void take(version)}>
                  Take as draft
                </Button>
              )}
            </span>
            <span className="text-soft">{version === 1 ? 'with the assignment' : `${by}, ${dateWords(at, now)}`}</span>
            {effect && <span className="text-soft">{effect}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}
