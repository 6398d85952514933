'use client';
import { size } from '@overcommit/oom-report';
import { Button } from '@/ui/Button.tsx';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { CopyButton } from '@/ui/CopyButton.tsx';
import { toast } from '@/ui/Toaster.tsx';
import { Candidates } from './Candidates.tsx';
import type { Opened } from './messages.ts';
import { fragmentOf } from './shareLink.ts';
import { WhatIf } from './WhatIf.tsx';

/** One event: who died and why, the candidates, what filled the memory, what would have changed it, ten questions. */
export function ReportView({
  opened,
  text,
}: {
  opened: Opened /** Null: names are hidden, so the text is not shared. */;
  text: string | null;
}) {
  const { report, told, markdown } = opened;
  const facts = [told.shortage, told.asked, told.margin, told.how].filter((fact): fact is string => fact !== null);
  return (
    <article aria-label={told.title} className="grid grid-cols-1 gap-6">
      <header className="grid gap-2 rounded-lg border border-kill/50 bg-panel p-4">
        <h2 className="text-lg font-semibold break-words text-kill">✖ {told.title}</h2>
        <p className="max-w-prose text-base text-pretty break-words">{told.why}</p>
        <p className="text-xs break-words text-soft">
          {[report.stamp, report.kernel && `Linux ${report.kernel}`, report.constraint].filter(Boolean).join(' · ')}
        </p>
        <div className="flex flex-wrap gap-2">
          <CopyButton label="Copy as Markdown" text={markdown} />
          <ShareButton text={text} />
        </div>
      </header>
      <ul className="grid max-w-prose list-disc gap-1.5 pl-5 break-words">
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
        {told.difference && (
          <li>
            <b className="font-semibold">Formula and print.</b> {told.difference}
          </li>
        )}
      </ul>
      {told.missing.length > 0 && <Missing lines={told.missing} />}
      {told.scores && <Candidates report={report} scores={told.scores} />}
      {told.filled.length > 0 && <FilledBars filled={told.filled} />}
      {told.holders.length > 0 && <Holders holders={told.holders} />}
      {told.changes.length > 0 && <Changes changes={told.changes} />}
      {told.scores && <WhatIf report={report} />}
      <Answers answers={told.answers} />
    </article>
  );
}

function ShareButton({ text }: { text: string | null }) {
  if (text === null)
    return <span className="self-center text-xs text-soft">A link would hold the names: show them to make one.</span>;
  const share = async () => {
    const fragment = await fragmentOf(text);
    if (fragment === null) return toast('The text is too long for a link. Paste one event alone, or copy the summary.');
    window.history.replaceState(null, '', fragment);
    try {
      await navigator.clipboard.writeText(window.location.href);
      toast('The link is copied. It holds the whole text.');
    } catch {
      toast('The link is in the address bar. It holds the whole text.');
    }
  };
  return <Button onClick={share}>Copy a link that holds it</Button>;
}

function Missing({ lines }: { lines: string[] }) {
  return (
    <Card as="section" aria-label="Not in the text" className="grid gap-1 border-warn/50! p-3">
      <SectionTitle>Not in the text</SectionTitle>
      <ul className="list-disc pl-5 text-soft">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Card>
  );
}

function FilledBars({ filled }: { filled: Opened['told']['filled'] }) {
  const most = Math.max(...filled.map(({ kb }) => kb), 1);
  return (
    <section aria-labelledby="oom-filled" className="grid gap-2">
      <SectionTitle>
        <span id="oom-filled">What filled the memory</span>
      </SectionTitle>
      <ul className="grid gap-1.5">
        {filled.map(({ what, kb, kind }) => (
          <li
            key={what}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 sm:grid-cols-[17rem_5rem_minmax(0,1fr)]"
          >
            <span>{what}</span>
            <span className="text-right tabular-nums">{size(kb)}</span>
            <span aria-hidden className="col-span-2 block h-2 rounded-full bg-sunk sm:col-span-1">
              <span
                className={`block h-2 rounded-full ${kind === 'free' ? 'bg-line-strong/40' : kind === 'other' ? 'bg-line-strong' : 'bg-ink'}`}
                style={{ width: `${(kb / most) * 100}%` }}
              />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const MOST_HOLDERS = 6;

function Holders({ holders }: { holders: Opened['told']['holders'] }) {
  return (
    <section aria-labelledby="oom-holders" className="grid gap-2">
      <SectionTitle note="shared pages are counted in each process">
        <span id="oom-holders">By process</span>
      </SectionTitle>
      <ul className="grid gap-1">
        {holders.slice(0, MOST_HOLDERS).map(({ name, processes, rssKb, swapKb }) => (
          <li key={name} className="break-words">
            <b className="font-medium">{name}</b>
            {processes > 1 && <span className="text-soft"> × {processes}</span>}: {size(rssKb)} resident
            {swapKb > 0 && `, ${size(swapKb)} in swap`}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Changes({ changes }: { changes: Opened['told']['changes'] }) {
  return (
    <section aria-labelledby="oom-changes" className="grid gap-2">
      <SectionTitle>
        <span id="oom-changes">What would have changed it</span>
      </SectionTitle>
      <dl className="grid max-w-prose gap-2">
        {changes.map(({ what, outcome, isTested }) => (
          <div key={what}>
            <dt className="font-medium break-words">
              {what} {isTested && <span className="text-xs font-normal text-soft">· computed by the engine</span>}
            </dt>
            <dd className="break-words text-soft">{outcome}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Answers({ answers }: { answers: Opened['told']['answers'] }) {
  return (
    <section aria-labelledby="oom-answers" className="grid gap-2">
      <SectionTitle>
        <span id="oom-answers">Ten questions, answered by these figures</span>
      </SectionTitle>
      <div className="grid rounded-lg border border-line bg-panel">
        {answers.map(({ question, answer }) => (
          <details key={question} className="border-b last:border-b-0">
            <summary className="cursor-pointer px-3 py-2 font-medium hover:bg-sunk/60">{question}</summary>
            <p className="max-w-prose px-3 pb-3 break-words text-soft">{answer}</p>
          </details>
        ))}
      </div>
    </section>
  );
}
