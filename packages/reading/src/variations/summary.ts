import type { FailedCall, LaneReport, ProcessFate } from '@overcommit/engine';
import { type FateRow, fateTable, killCount } from './fates.ts';
import { type Names, nameOf, underWhat, whose } from './words.ts';

const MOST_SENTENCES = 5;

export type Summary = { main: LaneReport; lane: LaneReport; names?: Names };

/**
 * What would have been different, in sentences for a person, the most important first: refusals that are new, deaths that
 * are new or did not come, who hangs, and how many would have been killed in all. Never empty.
 * @param names actor id → display name; without it the ids themselves are named
 */
export function summarise({ main, lane, names = {} }: Summary): string[] {
  const under = lane.plan ? underWhat(lane.plan, main.spec) : lane.title;
  const told = [
    ...newCalls(main.refusals, lane.refusals).map((call) => callText(call, 'been refused', names)),
    ...newCalls(main.errors, lane.errors)
      .filter(({ errno }) => TELLING.includes(errno))
      .map((call) => callText(call, 'failed', names)),
    ...fateTable([main, lane]).flatMap((row) => changeOf(row, names)),
  ];
  const lines = told.slice(0, MOST_SENTENCES);
  if (told.length > lines.length) lines.push(`${told.length - lines.length} more outcomes would have been others`);
  lines.push(...endOf({ main, lane }, told.length === 0));
  return lines.map((line, i) => sentence(i === 0 ? `${under} ${line}` : line));
}

/** `Ana’s fork at #212 would have been refused with ENOMEM`. */
function callText({ at, actor, verb, errno }: FailedCall, what: string, names: Names): string {
  const who = nameOf(actor, names);
  return `${who === null ? 'the' : whose(who)} ${verb} at #${at} would have ${what} with ${errno}`;
}

/** Errors that say something of the kernel or the memory, not of how the command was typed. */
const TELLING: readonly string[] = ['EAGAIN', 'ENOSYS', 'SIGBUS', 'SIGSEGV'];

/** Calls that did not fail so in the main line. */
function newCalls(main: readonly FailedCall[] = [], lane: readonly FailedCall[] = []): FailedCall[] {
  const before = new Set(main.map(({ at, errno }) => `${at} ${errno}`));
  return lane.filter(({ at, errno }) => !before.has(`${at} ${errno}`));
}

function changeOf({ process, owner, cells }: FateRow, names: Names): string[] {
  const [before, now] = cells as [ProcessFate, ProcessFate];
  const who = nameOf(owner.actor, names);
  const what = who === null ? `the process ${process}` : `${whose(who)} ${process}`;
  if (isKill(now) && isKill(before))
    return now.at === before.at
      ? []
      : [`${what} would have been killed for memory at #${now.at} instead of #${before.at}`];
  if (isKill(now)) return [`${what} would have been ${killText(now, names)}`];
  if (isKill(before)) return [`${what}, ${killText(before)}, ${INSTEAD[now.kind]}`];
  if (now.kind === 'hung' && before.kind !== 'hung')
    return [`${what} would have been left hanging at #${now.at}: it ${now.words}`];
  return [];
}

type Kill = Extract<ProcessFate, { kind: 'killed' }>;

function isKill(fate: ProcessFate): fate is Kill {
  return fate.kind === 'killed' && fate.how === 'oom-kill';
}

const INSTEAD: Record<ProcessFate['kind'], string> = {
  lived: 'would have lived',
  exited: 'would have ended by itself',
  killed: 'would have lived until somebody ended it',
  hung: 'would have been left hanging',
  refused: 'would never have been born',
  failed: 'would never have been born',
  skipped: 'would never have been born',
  unborn: 'would never have been born',
};

/** Names who needed the memory, if names are known. */
function killText(fate: Kill, names: Names = {}): string {
  const by = nameOf(fate.by.actor, names);
  const who =
    by === null || Object.keys(names).length === 0
      ? ''
      : `, when ${whose(by)} ${fate.by.process ?? 'call'} needed memory`;
  return `killed for memory at #${fate.at}${who}`;
}

function endOf({ main, lane }: { main: LaneReport; lane: LaneReport }, isSame: boolean): string[] {
  const [before, now] = [killCount(main), killCount(lane)];
  const out: string[] = [];
  if (isSame && !lane.divergence) out.push('everything would have gone the same way');
  else if (isSame && lane.divergence) out.push(`the first difference would have come at #${lane.divergence.at}`);
  if (now === 0 && before > 0) out.push('nobody would have been killed');
  else if (now === 0 && !isSame) out.push('nobody would have been killed, as in the main line');
  else if (now !== before)
    out.push(`${countText(now)} would have been killed instead of ${before === 0 ? 'none' : before}`);
  if (lane.panic !== null) out.push(`the machine would have crashed: ${lane.panic}`);
  if (lane.skipped > 0)
    out.push(
      lane.skipped === 1
        ? '1 input could no longer have happened'
        : `${lane.skipped} inputs could no longer have happened`,
    );
  if (lane.gaveUp) out.push(`the run ended at #${lane.gaveUp.at}: ${lane.gaveUp.reason.replace(/\.$/, '')}`);
  return out;
}

function countText(count: number): string {
  return count === 1 ? '1 process' : `${count} processes`;
}

function sentence(text: string): string {
  const whole = /[.]$/.test(text) ? text : `${text}.`;
  return whole.charAt(0).toUpperCase() + whole.slice(1);
}
