'use client';
import { meminfo, procFile } from '@overcommit/engine';
import { useMemo, useState } from 'react';
import { Field, Select } from '@/ui/Field.tsx';
import { ScrollRegion } from '@/ui/Small.tsx';
import { entryNumber } from './format.ts';
import type { Snapshot } from './snapshot.ts';

const FILES = ['status', 'smaps_rollup', 'maps', 'oom_score'] as const;
type File = (typeof FILES)[number];

/** The kernel's own words about itself and about each process, at this entry. */
export function ProcPanel({ snapshot }: { snapshot: Snapshot }) {
  const [pid, setPid] = useState('');
  const [file, setFile] = useState<File>('status');
  const { machine, seq, processes } = snapshot;
  const isAlive = processes.some((p) => String(p.pid) === pid);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the machine is changed in place; `seq` is when
  const text = useMemo(
    () => (isAlive ? procFile(machine, Number(pid), file) : meminfo(machine)),
    [machine, seq, isAlive, pid, file],
  );
  const path = isAlive ? `/proc/${pid}/${file}` : '/proc/meminfo';
  return (
    <div className="grid grid-cols-1 gap-3">
      <div className="flex flex-wrap gap-2">
        <Field label="Of" className="min-w-32 flex-1">
          {(aria) => (
            <Select
              {...aria}
              value={isAlive ? pid : ''}
              onChange={(e) => setPid(e.target.value)}
              options={[
                { value: '', label: 'the machine' },
                ...processes.map((p) => ({ value: String(p.pid), label: `${p.name} (${p.pid})` })),
              ]}
            />
          )}
        </Field>
        {isAlive && (
          <Field label="File" className="min-w-28 flex-1">
            {(aria) => (
              <Select
                {...aria}
                value={file}
                onChange={(e) => setFile(e.target.value as File)}
                options={FILES.map((f) => ({ value: f, label: f }))}
              />
            )}
          </Field>
        )}
      </div>
      <p className="text-xs text-soft">
        <span className="font-mono">{path}</span> at {entryNumber(seq)}
      </p>
      <ScrollRegion label={path} className="rounded-md bg-sunk p-2.5">
        <pre className="font-mono text-2xs leading-relaxed">{text}</pre>
      </ScrollRegion>
    </div>
  );
}
