'use client';
import {
  compileRule,
  type Entry,
  type Machine,
  type MachineSpec,
  policyInfo,
  RULE_SETTING,
  rankByRule,
  replay,
} from '@overcommit/engine';
import Link from 'next/link';
import { useDeferredValue, useMemo, useState } from 'react';
import { indexPeople, type People, type SeatLike } from '@/machineView/people.ts';
import { Button } from '@/ui/Button.tsx';
import { Card, PageTitle } from '@/ui/Card.tsx';
import { Progress } from '@/ui/Progress.tsx';
import { LINK } from '@/ui/Small.tsx';
import { EmptyState, ErrorState } from '@/ui/States.tsx';
import { PageFrame } from '../../home/PageFrame.tsx';
import { useMachineInfo } from '../../machineParts/useMachineInfo.ts';
import { usePageTitle } from '../../usePageTitle.ts';
import { Ranking } from './Ranking.tsx';
import { RuleEditor } from './RuleEditor.tsx';
import { RuleOutcome } from './RuleOutcome.tsx';
import { tryRule } from './ruleTrial.ts';
import { useWholeLog } from './useWholeLog.ts';

/** Tries a scoring rule on a machine's own log: which processes would have died, and which would die now. Nothing is written. */
export function RuleScreen({ machineId }: { machineId: string }) {
  const info = useMachineInfo(machineId);
  const log = useWholeLog(machineId);
  const title = info.data?.title;
  usePageTitle(title && `Try a rule: ${title}`);
  const error = info.error ?? log.error;
  return (
    <PageFrame crumbs={[{ label: title ?? 'Machine', href: `/machines/${machineId}` }, { label: 'Try a rule' }]}>
      <PageTitle
        title="Try a rule"
        lead={`The log of ${title ? `“${title}”` : 'the machine'}, run again here with a rule of yours for the killer. The machine itself is left alone.`}
      />
      {error && (
        <ErrorState
          title="The log could not be read"
          why={error.message}
          action={
            <Button
              onClick={() => {
                void info.refetch();
                void log.refetch();
              }}
            >
              Try again
            </Button>
          }
        />
      )}
      {!error && !(log.data && info.data) && <Progress label="Reading the log" done={log.done} total={null} />}
      {!error && log.data && info.data && <RuleOnLog log={log.data} seats={info.data.seats} machineId={machineId} />}
    </PageFrame>
  );
}

type Log = { spec: MachineSpec; entries: Entry[]; last: number };

function RuleOnLog({ log, seats, machineId }: { log: Log; seats: SeatLike[]; machineId: string }) {
  const { spec, entries, last } = log;
  const people = useMemo(() => indexPeople(seats), [seats]);
  const machine = useMemo(() => replay(spec, entries), [spec, entries]);
  const [text, setText] = useState(spec.settings[RULE_SETTING] ?? 'rss + swap + tables');
  const asked = useDeferredValue(text);
  const trial = useMemo(() => tryRule({ spec, entries }, asked), [spec, entries, asked]);
  const chooser = spec.settings[RULE_SETTING] === undefined ? policyInfo(spec.policy).name : 'The machine’s rule';
  if (entries.length === 0) {
    return (
      <EmptyState title="Nothing has happened on this machine yet">A rule needs processes to choose from.</EmptyState>
    );
  }
  return (
    <Card as="section" aria-label="Your rule" className="grid grid-cols-1 gap-4 p-4">
      <RuleEditor text={text} error={trial.ok ? null : trial.error} onChange={setText} />
      {last > entries.length && (
        <p className="text-sm text-warn">This is a long log: its first {entries.length} entries are run here.</p>
      )}
      {trial.ok && trial.ruleKills.length === 0 && <IfNow machine={machine} text={asked} people={people} />}
      {trial.ok && <RuleOutcome trial={trial} kernel={chooser} people={people} />}
      {machine.processes.length === 0 && trial.ok && trial.rows.length === 0 && (
        <p className="text-soft">
          Start processes on{' '}
          <Link href={`/machines/${machineId}`} className={LINK}>
            the machine
          </Link>
          , fill its memory, and come back.
        </p>
      )}
    </Card>
  );
}

/** For a log without a kill: the victim of the rule after the last entry. */
function IfNow({ machine, text, people }: { machine: Machine; text: string; people: People }) {
  const compiled = compileRule(text);
  const rows = compiled.ok ? rankByRule(machine, compiled.rule) : [];
  const [first] = rows;
  if (!first) return null;
  return (
    <Ranking
      caption="Your rule’s points if the killer struck now"
      rows={rows}
      people={people}
      victimPid={first.exempt === undefined ? first.pid : null}
    />
  );
}
