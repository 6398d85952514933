'use client';
import type { ProcFile } from '@overcommit/engine';
import { entryNumber, upTo } from '@overcommit/reading';
import { useMemo, useState } from 'react';
import { filesOf, look, messagesName, type Sight } from '@/machineView/procFiles.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';
import { Field, Select } from '@/ui/Field.tsx';
import { ScrollRegion } from '@/ui/Small.tsx';
import { useLatest } from './useLatest.ts';

/** The system's own texts at this entry: its memory report, its messages, the files of each process. */
export function ProcPanel({ snapshot }: { snapshot: Snapshot }) {
  const [of, setOf] = useState('memory');
  const [file, setFile] = useState<ProcFile>('status');
  const { machine, seq, processes, history, isHeld } = useLatest(snapshot, 250);
  const { policy } = machine.spec;
  const files = filesOf(policy).filter((name) => !isHeld || name !== 'oom_score');
  const pid = Number(of);
  const isAlive = files.length > 0 && machine.processes.some((p) => p.pid === pid);
  const named = files.includes(file) ? file : 'status';
  const sight: Sight = isAlive
    ? { kind: 'file', pid, file: named }
    : { kind: of === 'messages' ? 'messages' : 'memory' };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the machine is changed in place; `seq` is when
  const { source, text } = useMemo(() => look(sight, machine, upTo(history.reports, seq)), [machine, seq, of, named]);
  return (
    <div className="grid grid-cols-1 gap-3">
      <div className="flex flex-wrap gap-2">
        <Field label="Of" className="min-w-32 flex-1">
          {(aria) => (
            <Select
              {...aria}
              value={isAlive ? of : sight.kind}
              onChange={(e) => setOf(e.target.value)}
              options={[
                { value: 'memory', label: 'the machine’s memory' },
                { value: 'messages', label: `kernel messages (${messagesName(policy)})` },
                ...(files.length > 0 ? processes : []).map((p) => ({
                  value: String(p.pid),
                  label: `${p.name} (${p.pid})`,
                })),
              ]}
            />
          )}
        </Field>
        {isAlive && (
          <Field label="File" className="min-w-28 flex-1">
            {(aria) => (
              <Select
                {...aria}
                value={named}
                onChange={(e) => setFile(e.target.value as ProcFile)}
                options={files.map((f) => ({ value: f, label: f }))}
              />
            )}
          </Field>
        )}
      </div>
      <p className="text-xs text-soft">
        <span className="font-mono">{source}</span> at {entryNumber(seq)}
      </p>
      <ScrollRegion label={source} className="max-h-120 rounded-md bg-sunk p-2.5">
        <pre className="font-mono text-2xs leading-relaxed">{text || 'The kernel has said nothing yet.'}</pre>
      </ScrollRegion>
    </div>
  );
}
