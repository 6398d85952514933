'use client';
import { type LaneReport, parseLine } from '@overcommit/engine';
import type { ShellEntry } from '@overcommit/reading';
import { entryNumber, judge, type KillMoment, killMoments, type Verdict } from '@overcommit/reading';
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { People } from '@/machineView/people.ts';
import { Button } from '@/ui/Button.tsx';
import { cx } from '@/ui/cx.ts';
import { Field, Input, Select } from '@/ui/Field.tsx';
import type { Variations } from '../variations/useVariations.ts';
import { namesOf } from './names.ts';

const MOST_ACTIONS = 8;

type Props = {
  report: LaneReport;
  shell: readonly ShellEntry[];
  actor: string;
  people: People;
  variations: Variations;
  onGoTo: (seq: number) => void;
  onOpen: (id: string) => void;
};

/** The moments at which the reader's process died or caused a kill: go back, try a better action, see whether it helped. */
export function LearnPanel({ report, shell, actor, people, variations, onGoTo, onOpen }: Props) {
  const moments = useMemo(() => killMoments(report, { actor, names: namesOf(people) }), [report, actor, people]);
  const [openKey, setOpenKey] = useState<string | null>(null);
  if (moments.length === 0)
    return <p className="text-soft">None of your processes was killed, and none killed another.</p>;
  return (
    <ol className="grid gap-2" aria-label="Your kills">
      {moments.map((moment) => {
        const key = `${moment.key} ${moment.role}`;
        return (
          <li key={key} className="grid gap-2 rounded-lg border border-line p-2.5">
            <p className="break-words">{moment.words}</p>
            <div className="flex flex-wrap gap-1.5">
              <Button
                size="sm"
                onClick={() => {
                  onGoTo(moment.before);
                  setOpenKey(key);
                }}
              >
                Go back to just before, {entryNumber(moment.before)}
              </Button>
            </div>
            {openKey === key && <BetterAction moment={moment} {...{ report, shell, actor, variations, onOpen }} />}
          </li>
        );
      })}
    </ol>
  );
}

type ActionProps = Pick<Props, 'report' | 'shell' | 'actor' | 'variations' | 'onOpen'> & { moment: KillMoment };

/** Tries another input before the kill in a private variation. The engine says whether it helped. */
function useAttempt({ moment, report, variations }: Pick<ActionProps, 'moment' | 'report' | 'variations'>) {
  const [outcome, setOutcome] = useState<{ verdict: Verdict; id: string; name: string } | null>(null);
  const { create, machineId } = variations;
  /** @param text the line in place of entry `at`; empty = leave that entry out */
  const attempt = (at: number, text: string) => {
    const edit =
      text === '' ? ({ kind: 'drop', seq: at } as const) : ({ kind: 'change', seq: at, line: text } as const);
    const name = text === '' ? `Without #${at}` : `#${at}: ${text}`.slice(0, 80);
    create.mutate(
      { machineId, name, isShared: false, plan: { from: at - 1, edits: [edit] } },
      {
        onSuccess: (made) =>
          setOutcome({ id: made.id, name, verdict: judge({ main: report, lane: made.report, moment }) }),
      },
    );
  };
  return { attempt, outcome, forget: () => setOutcome(null), error: create.error, isPending: create.isPending };
}

/** One of the reader's own inputs before the kill, and what to do instead; once it was tried, the answer stands in the place of the question. */
function BetterAction({ moment, report, shell, actor, variations, onOpen }: ActionProps) {
  const own = shell
    // A question to the class is no action on the machine.
    .filter((one) => one.actor === actor && one.seq <= moment.at && parseLine(one.line).ok)
    .slice(-MOST_ACTIONS)
    .reverse();
  const [chosen, setChosen] = useState<string | null>(null);
  const at = Number(chosen ?? own[0]?.seq ?? moment.at);
  const [line, setLine] = useState('');
  const { attempt, outcome, forget, error, isPending } = useAttempt({ moment, report, variations });
  const onSubmit = (e: FormEvent) => {
    e.preventDefault();
    attempt(at, line.trim());
  };
  if (own.length === 0)
    return <p className="text-soft">You had typed nothing before it: there is nothing to do otherwise.</p>;
  if (outcome) return <Judgement {...outcome} onCompare={() => onOpen(outcome.id)} onAgain={forget} />;
  return (
    <form onSubmit={onSubmit} className="grid gap-2">
      <Field label="What you did">
        {(aria) => (
          <Select
            {...aria}
            value={String(at)}
            onChange={(e) => setChosen(e.target.value)}
            options={own.map((one) => ({ value: String(one.seq), label: `#${one.seq} ${one.line}` }))}
          />
        )}
      </Field>
      <Field label="What you would do instead" hint="Left empty: not do it at all.">
        {(aria) => (
          <Input
            {...aria}
            className="font-mono text-xs!"
            maxLength={500}
            value={line}
            onChange={(e) => setLine(e.target.value)}
          />
        )}
      </Field>
      {error && (
        <p role="alert" className="break-words text-warn">
          {error.message}
        </p>
      )}
      <div>
        <Button type="submit" variant="primary" isPending={isPending}>
          Try it
        </Button>
      </div>
    </form>
  );
}

type JudgementProps = { name: string; verdict: Verdict; onCompare: () => void; onAgain: () => void };

function Judgement({ name, verdict, onCompare, onAgain }: JudgementProps) {
  const place = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone: keyboard and screen reader go on at the answer.
  useEffect(() => place.current?.focus(), []);
  return (
    <div ref={place} role="status" tabIndex={-1} className="grid gap-2 rounded-md bg-sunk px-3 py-2.5">
      <p className="font-mono text-xs break-words text-soft">{name}</p>
      <p className={cx('text-base break-words text-pretty', verdict.hasImproved && 'font-semibold')}>{verdict.words}</p>
      <div className="flex flex-wrap gap-1.5">
        <Button size="sm" variant="primary" onClick={onCompare}>
          Compare
        </Button>
        <Button size="sm" onClick={onAgain}>
          Try something else
        </Button>
      </div>
    </div>
  );
}
