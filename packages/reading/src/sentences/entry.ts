import {
  answerOf,
  commandText,
  type Entry,
  type FactOf,
  isRefusalFact,
  type KernelAnswer,
  type RefusalFact,
} from '@overcommit/engine';
import { PLATFORM } from '../causes.ts';
import { isKillFact, killFactsIn } from '../kills.ts';
import { isLimitFact } from '../refusals.ts';
import { count, figures } from '../words/format.ts';
import type { NamesOfPeople } from '../words/people.ts';
import { answerWord } from './answer.ts';
import { limitName, refusedWord, UNIT_WORD } from './refusal.ts';
import { warningSentence } from './warning.ts';

/** One sentence about what an entry led to, for lists and screen readers; the platform's own commands included. */
export function entrySentence(entry: Entry, people: Pick<NamesOfPeople, 'name'>): string {
  const { command } = entry;
  if (command.verb === 'seat') return `${people.name(command.actor)} took a ${command.role} seat, uid ${command.uid}.`;
  if (command.verb === 'clock') return `${people.name(entry.actor)} set the clock: ${command.action}.`;
  const happened = consequences(entry);
  if (command.verb === 'tick')
    return `The clock ticked; ${happened.length > 0 ? happened.join('; ') : 'nothing happened'}.`;
  const who = entry.actor === PLATFORM ? 'The machine' : people.name(entry.actor);
  return [`${who}: ${commandText(command)}${outcomeText(answerOf(entry), answerWord(entry))}`, ...happened].join('; ');
}

function outcomeText({ result, pages, detail }: KernelAnswer, word: string): string {
  if (word === 'waits') return ' → waits';
  const reason = detail === undefined ? '' : ` (${detail})`;
  if (result === 'ok') return pages === undefined ? ' → ok' : ` → ok, ${count(pages, 'page')}`;
  const done = pages === undefined ? '' : ` after ${count(pages, 'page')}`;
  return ` → ${result}${done}${reason}`;
}

function consequences(entry: Entry): string[] {
  const chosen = new Set(killFactsIn(entry).map(({ victim }) => victim.pid));
  return entry.facts.flatMap((fact): string[] => {
    if (isRefusalFact(fact)) return [refusal(fact)];
    if (isKillFact(fact))
      return [`the killer took ${fact.victim.process}, which had ${count(fact.victim.points, 'point')}`];
    if (fact.type === 'Waited') return [`${fact.process} slept ${fact.milliseconds / 1000} s (${fact.why})`];
    if (fact.type === 'DangerSignalled') return [warningSentence(fact).replace(/\.$/, '')];
    // The sentence about the choice of a victim says already that it died.
    if (fact.type === 'ProcessEnded') return fact.cause === 'oom-kill' && chosen.has(fact.pid) ? [] : [ending(fact)];
    if (fact.type === 'DeadlockFound') return [`deadlock: ${fact.words}`];
    return fact.type === 'Panicked' ? [`kernel panic: ${fact.message}`] : [];
  });
}

function refusal(fact: RefusalFact): string {
  const { asked, counted, limit } = fact;
  if (isLimitFact(fact))
    return `${refusedWord(fact)}: ${count(asked, UNIT_WORD[fact.unit])} beside ${figures(counted)} against ${limitName(fact)} of ${figures(fact.limit)}`;
  const { isSummed, waitedMs, call } = fact;
  const promised = isSummed ? ` beside ${figures(counted)} promised` : '';
  const patience = waitedMs === undefined ? '' : `, after ${waitedMs / 1000} s`;
  if (isSummed && call === 'fork')
    return `refused: ${figures(counted + asked)} pages or more would be promised, against a limit of ${limit === null ? 'none' : figures(limit)}${patience}`;
  return `refused: ${count(asked, 'page')}${promised} against a limit of ${limit === null ? 'none' : figures(limit)}${patience}`;
}

function ending({ process, cause, status }: FactOf<'ProcessEnded'>): string {
  if (cause === 'exit') return `${process} exited with ${status}`;
  return cause === 'signal' ? `${process} ended by signal ${status}` : `${process} was killed for memory`;
}
