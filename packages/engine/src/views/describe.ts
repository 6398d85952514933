import type { Entry } from '../entry.ts';
import type { DecisionFact, Fact } from '../facts.ts';
import { commandText } from '../script/index.ts';
import { count, figures } from './figures.ts';

type Of<T extends DecisionFact['type']> = Extract<DecisionFact, { type: T }>;

/** One sentence about what a command led to, for lists and screen readers. `names`: actor id → display name. */
export function describeEntry(entry: Entry, names: Readonly<Record<string, string>> = {}): string {
  const who = names[entry.actor] ?? (entry.actor === 'system' ? 'The machine' : entry.actor);
  if (entry.command.verb === 'tick') return [`Tick ${entry.tick}`, ...consequences(entry.facts)].join('; ');
  const answer = entry.facts.find((f): f is Of<'Answered'> => f.type === 'Answered');
  const outcome = answer === undefined ? '' : outcomeText(answer);
  return [`${who}: ${commandText(entry.command)}${outcome}`, ...consequences(entry.facts)].join('; ');
}

function outcomeText({ result, pages, detail }: Of<'Answered'>): string {
  const reason = detail === undefined ? '' : ` (${detail})`;
  if (result === 'ok') return pages === undefined ? ' → ok' : ` → ok, ${count(pages, 'page')}`;
  const done = pages === undefined ? '' : ` after ${count(pages, 'page')}`;
  return ` → ${result}${done}${reason}`;
}

function consequences(facts: readonly Fact[]): string[] {
  const out: string[] = [];
  const chosen = new Set(facts.flatMap((f) => (f.type === 'VictimChosen' ? [f.victim.pid] : [])));
  for (const fact of facts) {
    if (fact.type === 'ChargeDecided' && !fact.isGranted) out.push(refusal(fact));
    if (fact.type === 'Waited') out.push(`${fact.process} slept ${fact.milliseconds / 1000} s (${fact.why})`);
    if (fact.type === 'DangerSignalled')
      out.push(
        `SIGDANGER to all: ${count(fact.freePages, 'page')} of paging space free, under npswarn ${figures(fact.npswarn)}`,
      );
    if (fact.type === 'VictimChosen')
      out.push(`the killer took ${fact.victim.process}, which had ${count(fact.victim.points, 'point')}`);
    // Of a chosen victim the sentence about the choice says it already.
    if (fact.type === 'ProcessEnded' && !(fact.cause === 'oom-kill' && chosen.has(fact.pid))) out.push(ending(fact));
    if (fact.type === 'DeadlockFound') out.push(`deadlock: ${fact.words}`);
    if (fact.type === 'Panicked') out.push(`kernel panic: ${fact.message}`);
  }
  return out;
}

function refusal({ asked, counted, limit, isSummed, waitedMs }: Of<'ChargeDecided'>): string {
  const promised = isSummed ? ` beside ${figures(counted)} promised` : '';
  const patience = waitedMs === undefined ? '' : `, after ${waitedMs / 1000} s`;
  return `refused: ${count(asked, 'page')}${promised} against a limit of ${limit === null ? 'none' : figures(limit)}${patience}`;
}

function ending({ process, cause, status }: Of<'ProcessEnded'>): string {
  if (cause === 'exit') return `${process} exited with ${status}`;
  return cause === 'signal' ? `${process} ended by signal ${status}` : `${process} was killed for memory`;
}
