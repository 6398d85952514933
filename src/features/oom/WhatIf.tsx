'use client';
import { chosenWithAdj, figures, named, type Report, underOtherReleases } from '@overcommit/oom-report';
import { useMemo, useState } from 'react';
import { SectionTitle } from '@/ui/Card.tsx';
import { Field, Select } from '@/ui/Field.tsx';

const MOST_CHOICES = 30;

/** The same table with another adjustment, and under other releases; the engine computes both. */
export function WhatIf({ report }: { report: Report }) {
  const others = useMemo(() => underOtherReleases(report), [report]);
  return (
    <section aria-labelledby="oom-what-if" className="grid gap-3">
      <SectionTitle note="the same table, computed again">
        <span id="oom-what-if">Ask what if</span>
      </SectionTitle>
      <div className="grid gap-6 sm:grid-cols-2">
        <Adjustment report={report} />
        <div className="grid content-start gap-1">
          <p className="text-xs font-medium">Under another release</p>
          <ul className="grid gap-0.5">
            {others.map(({ release, chosen }) => (
              <li key={release}>
                Linux {release}: {chosen ? named(chosen.row) : 'none'}
              </li>
            ))}
          </ul>
          <p className="text-xs text-soft text-pretty">
            Solaris reserves memory when it is asked for: it kills none of them, and the request that goes beyond RAM
            and swap is refused.
          </p>
        </div>
      </div>
    </section>
  );
}

function Adjustment({ report }: { report: Report }) {
  const choices = useMemo(
    () =>
      [...report.tasks]
        .sort((a, b) => b.rssPages + (b.swapPages ?? 0) - a.rssPages - (a.swapPages ?? 0))
        .slice(0, MOST_CHOICES),
    [report],
  );
  const [pid, setPid] = useState(report.victim?.pid ?? choices[0]?.pid ?? 0);
  const row = report.tasks.find((one) => one.pid === pid) ?? choices[0];
  const [adj, setAdj] = useState(row?.oomScoreAdj ?? 0);
  const chosen = useMemo(() => chosenWithAdj(report, row?.pid ?? 0, adj), [report, row, adj]);
  if (!row) return null;
  const rows = choices.includes(row) ? choices : [row, ...choices];
  return (
    <div className="grid content-start gap-2">
      <Field label="Process">
        {(aria) => (
          <Select
            {...aria}
            value={String(row.pid)}
            options={rows.map((one) => ({ value: String(one.pid), label: named(one) }))}
            onChange={(event) => {
              const next = Number(event.target.value);
              setPid(next);
              setAdj(report.tasks.find((one) => one.pid === next)?.oomScoreAdj ?? 0);
            }}
          />
        )}
      </Field>
      <Field label={`oom_score_adj ${figures(adj)}`}>
        {(aria) => (
          <input
            {...aria}
            type="range"
            min={-1000}
            max={1000}
            step={1}
            value={adj}
            className="w-full accent-ink"
            onChange={(event) => setAdj(Number(event.target.value))}
          />
        )}
      </Field>
      <p aria-live="polite">
        {chosen ? (
          <>
            Then <b className="font-semibold">{named(chosen.row)}</b> is chosen, with {figures(chosen.points)} points.
          </>
        ) : (
          'Then the table has too little to compute it, or no process is left.'
        )}
      </p>
    </div>
  );
}
