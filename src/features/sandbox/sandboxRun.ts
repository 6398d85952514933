import {
  type CallResult,
  type CommitView,
  commitStatement,
  type Entry,
  frameMap,
  listProcesses,
  type MachineSpec,
  type ProcessView,
  replay,
} from '@overcommit/engine';
import { findLab, type LabVariant, machineSpecOf, playStory, startableVariants } from '@overcommit/handbook';
import type { Decision } from '@overcommit/reading';
import { answerOf, type Use, usedByOwner } from '@overcommit/reading';
import { decisionsIn } from '@/machineView/decisionsIn.ts';
import type { SeatLike } from '@/machineView/people.ts';
import { type Account, accountOf, ownPages } from './account.ts';

export const SEATS: SeatLike[] = [
  { actorId: 'ana', displayName: 'Ana', initials: 'AN', colour: 0, uid: 1001, role: 'student' },
  { actorId: 'ben', displayName: 'Ben', initials: 'BE', colour: 1, uid: 1002, role: 'student' },
];

/** The lines before the slider: a database with its backup child, and a web server with a large, empty cache. */
const BEFORE: SandboxLine[] = [
  { hand: 'ana', line: 'spawn db' },
  { hand: 'ana', line: 'mmap db pool 110M rw private' },
  { hand: 'ana', line: 'touch db pool 0 110M w' },
  { hand: 'ana', line: 'fork db bgsave' },
  { hand: 'ana', line: 'touch db pool 0 60M w' },
  { hand: 'ben', line: 'spawn web' },
  { hand: 'ben', line: 'mmap web cache 200M rw private' },
];
export const CAST = [
  { name: 'db', actor: 'ana', role: 'database' },
  { name: 'bgsave', actor: 'ana', role: 'its backup, a fork' },
  { name: 'web', actor: 'ben', role: 'web server' },
] as const;
export const MOST_MIB = 100;
const PIECE_MIB = 10;

export type Said = { actor: string; line: string; result: CallResult };
export type SandboxState = {
  processes: ProcessView[];
  commit: CommitView;
  use: Use[];
  /** Refusals and kills, oldest first. */
  decisions: Decision[];
  said: Said[];
  account: Account;
  /** Pages of web's cache that its touches reached: none where the kernel refused the cache. */
  touchedPages: number;
  /** What came free when the killer struck, and what its victim held; null = no kill. Pages. */
  freed: { pages: number; heldPages: number } | null;
  /** From boot to here. */
  log: { spec: MachineSpec; entries: Entry[] };
};

const lab = findLab('the-database-dies');
if (!lab) throw new Error('the sandbox plays the lab the-database-dies, which is gone');
const template = lab;
export const SANDBOX_VARIANTS: LabVariant[] = startableVariants(template);

function touches(mib: number): SandboxLine[] {
  const lines: SandboxLine[] = [];
  for (let from = 0; from < mib; from += PIECE_MIB)
    lines.push({ hand: 'ben', line: `touch web cache ${from}M ${Math.min(PIECE_MIB, mib - from)}M w` });
  return lines;
}

export type SandboxLine = { hand: 'ana' | 'ben'; line: string };

/** The lines that lead to this state. A server can run them again. */
export function sandboxLines(mib: number): SandboxLine[] {
  return [...BEFORE, ...touches(mib)];
}

/** The whole story from boot, with `mib` MiB of web's cache touched. It is deterministic: moving the slider back goes back in time. */
export function runSandbox(variant: LabVariant, mib: number): SandboxState {
  const lines = sandboxLines(mib);
  const { spec, entries, machine } = playStory(machineSpecOf(template, variant), lines);
  const sent = entries.slice(-lines.length);
  const said = lines.map(({ hand, line }, at) => ({ actor: hand, line, result: answerOf(sent[at] as Entry).result }));
  const frames = frameMap(machine);
  const use = usedByOwner(frames);
  const log = { spec, entries };
  const decisions = decisionsIn(log);
  const processes = listProcesses(machine);
  const commit = commitStatement(machine);
  const account = accountOf(processes, commit, frames);
  const touches = sent.filter(({ command }) => command.verb === 'touch' && command.process === 'web');
  const touchedPages = touches.reduce((sum, entry) => sum + (answerOf(entry).pages ?? 0), 0);
  return { processes, commit, use, account, touchedPages, freed: freedBy(log, decisions), decisions, said, log };
}

/** What the victim alone had, with its page tables, right before the entry that killed it. */
function freedBy({ spec, entries }: SandboxState['log'], decisions: readonly Decision[]): SandboxState['freed'] {
  const kill = decisions.find((one) => one.kind === 'kill');
  if (!kill) return null;
  const victim = listProcesses(replay(spec, entries, kill.seq - 1)).find(({ pid }) => pid === kill.fact.victim.pid);
  return victim ? { pages: ownPages(victim) + victim.tablePages, heldPages: victim.rssPages } : null;
}
