import { expect, it } from 'vitest';
import type { Entry } from '../entry.ts';
import { evolve } from '../evolve.ts';
import { execute } from '../execute.ts';
import type { Fact } from '../facts.ts';
import { POLICY_IDS, type PolicyId } from '../kernels/ids.ts';
import { policyOf } from '../kernels/registry.ts';
import { bootScript, makeEntry } from '../replay.ts';
import { parseScript } from '../script/index.ts';
import { deserialise, serialise } from '../serialise.ts';
import type { MachineSpec } from '../spec.ts';
import type { Machine } from '../state.ts';
import { type Shortfall, type ShortfallProgress, shortfallOf } from './shortfall.ts';

type Killing = { before: string; entry: Entry };

/** Every entry of a script that killed, with the machine before it. */
function killings(policy: PolicyId, script: string, settings: Record<string, string> = {}): Killing[] {
  const parsed = parseScript(script);
  if (!parsed.ok) throw new Error(parsed.errors.map((e) => `${e.line}: ${e.message}`).join('\n'));
  const spec: MachineSpec = { ...parsed.spec, policy, settings };
  const m = bootScript(spec);
  return parsed.steps.flatMap(({ command }, i): Killing[] => {
    const before = serialise(m);
    const done = execute(m, command, 'script');
    if (!done.ok) throw new Error(done.rejection.message);
    const entry = makeEntry(m, { actor: 'script', commandId: `${i}`, command, facts: done.facts });
    return done.facts.some(isKill) ? [{ before, entry }] : [];
  });
}

const isKill = (fact: Fact) => fact.type === 'VictimChosen';

function answerOf({ before, entry }: Killing): { shortfall: Shortfall | null; progress: ShortfallProgress[] } {
  const m = deserialise(before);
  const search = shortfallOf(m, entry);
  const progress: ShortfallProgress[] = [];
  for (;;) {
    const step = search.next();
    if (!step.done) {
      progress.push(step.value);
      continue;
    }
    expect(serialise(m), 'it is only read').toBe(before);
    return { shortfall: step.value, progress };
  }
}

/** Whether the entry's command still kills on the machine as changed. */
function kills({ before, entry }: Killing, change: (m: Machine) => void): boolean {
  const m = deserialise(before);
  change(m);
  const done = execute(m, entry.command, entry.actor);
  if (!done.ok) throw new Error(done.rejection.message);
  return done.facts.some((fact) => isKill(fact) || fact.type === 'Panicked');
}

const moreSwap = (pages: number) => (m: Machine) => evolve(m, { type: 'SwapSizeSet', pages: m.swapPages + pages });
const moreRam = (pages: number) => (m: Machine) => {
  m.ramPages += pages;
  m.freeFrames += pages;
};
const higher = (name: string, max: number) => (m: Machine) =>
  evolve(m, { type: 'GroupSet', group: name, file: 'max', value: max });

const CROWD = `#mem 128M
spawn db 1000
mmap db pool 45M rw private
touch db pool
spawn web 1001
mmap web cache 30M rw private
touch web cache
mmap web more 70M rw private,noreserve
touch web more`;

/** Swap is there, and fills up. */
const SWAPPED = `#mem 128M
#swap 24M
spawn db 1000
mmap db pool 60M rw private,noreserve
touch db pool
fork db child
touch child pool 0 20M w
spawn web 1001
mmap web cache 90M rw private,noreserve
touch web cache
spawn late 1002
mmap late list 90M rw private,noreserve
touch late list`;

/** Paging space is taken when memory is written: the killer watches that, for every process. */
const PAGING = `#mem 256M
#swap 160M
spawn db 1000
mmap db pool 45M rw private
touch db pool
spawn web 1001
mmap web cache 30M rw private
touch web cache
spawn cron 1002
mmap cron list 20M rw private
touch cron list
mmap web more 70M rw private,noreserve
touch web more`;

const GROUP = `#mem 256M
#swap 16M
cgroup app
cgset app memory.max 40M
spawn db 1000
cgjoin db app
mmap db pool 60M rw private
touch db pool 0 30M w
spawn web 1001
cgjoin web app
mmap web cache 40M rw private
touch web cache`;

const scriptsFor = (id: PolicyId) => (id.startsWith('aix') ? [PAGING] : [CROWD, SWAPPED]);

it.each(POLICY_IDS)('[VIEW-7] with so much more nobody dies, with a page less somebody does: %s', (id) => {
  const found = scriptsFor(id).flatMap((script) => killings(id, script));
  const sizes = found.map((killing) => {
    const { shortfall } = answerOf(killing);
    if (!shortfall) return expect.fail(`entry ${killing.entry.seq}: nothing is said`);
    const { swap, ram, group } = shortfall;
    expect(group).toBeNull();
    if (swap !== null) {
      expect(kills(killing, moreSwap(swap)), `${swap} pages of swap`).toBe(false);
      expect(kills(killing, moreSwap(swap - 1)), `${swap - 1} pages of swap`).toBe(true);
    }
    if (ram !== null) {
      expect(kills(killing, moreRam(ram)), `${ram} pages of RAM`).toBe(false);
      expect(kills(killing, moreRam(ram - 1)), `${ram - 1} pages of RAM`).toBe(true);
    }
    return { swap: swap !== null, ram: ram !== null };
  });
  const killsNobody = ['solaris-10', 'aix-early', 'aix-deferred', 'windows'].includes(id);
  expect(sizes.length > 0).toBe(!killsNobody);
  if (id.startsWith('linux')) expect(sizes.every(({ swap, ram }) => swap && ram)).toBe(true);
});

const WITH_GROUPS = POLICY_IDS.filter((id) => id.startsWith('linux') && policyOf(id).hasGroups !== false);

it.each(WITH_GROUPS)('[VIEW-7] where a control group was full its limit is what is too low: %s', (id) => {
  const [killing, ...more] = killings(id, GROUP);
  if (!killing || more.length > 0) return expect.fail('the group kills once');
  const { shortfall } = answerOf(killing);
  expect(shortfall).toMatchObject({ ram: null, group: { name: 'app', max: 10240 } });
  const { group, swap } = shortfall as Shortfall & { group: NonNullable<Shortfall['group']> };
  expect(kills(killing, higher('app', 10240 + group.more))).toBe(false);
  expect(kills(killing, higher('app', 10239 + group.more))).toBe(true);
  if (swap === null) return expect.fail('what the group holds can be swapped out');
  expect(kills(killing, moreSwap(swap))).toBe(false);
  expect(kills(killing, moreSwap(swap - 1))).toBe(true);
});

it('[VIEW-7] a limit that the command itself sets is raised in the command', () => {
  const [killing] = killings(
    'linux-6.1',
    GROUP.replace('40M\nspawn', '200M\nspawn').concat('\ncgset app memory.max 20M'),
  );
  if (killing?.entry.command.verb !== 'cgset') return expect.fail('lowering the limit kills');
  const { command } = killing.entry;
  const { shortfall } = answerOf(killing);
  const { max, more } = shortfall?.group ?? expect.fail('no figure');
  expect(max).toBe(5120);
  const set = (pages: number): Killing => ({
    ...killing,
    entry: { ...killing.entry, command: { ...command, value: String(pages * 4096) } },
  });
  expect(kills(set(max + more), () => undefined)).toBe(false);
  expect(kills(set(max + more - 1), () => undefined)).toBe(true);
});

it('[VIEW-7] is not swap where what fills the RAM is locked there', () => {
  const locked = '#mem 128M\nspawn a 0\nmmap a r 200M rw private,noreserve\nmlock a r';
  const [killing] = killings('linux-6.1', locked);
  const { shortfall } = answerOf(killing ?? expect.fail('locking kills'));
  expect(shortfall).toMatchObject({ swap: null, ram: expect.any(Number) });
});

it('[VIEW-7] counts its trials up to no more than it said', () => {
  const { progress } = answerOf(killings('linux-6.1', CROWD)[0] ?? expect.fail('it kills'));
  expect(progress.length).toBeGreaterThan(20);
  expect(progress.every(({ done }, i) => done > (progress[i - 1]?.done ?? 0))).toBe(true);
  expect(progress.every(({ done, of }) => done <= of)).toBe(true);
});

it('[VIEW-7] says nothing of an entry that killed nobody, and on a machine on which it kills somebody else', () => {
  const [killing] = killings('linux-6.1', CROWD);
  if (!killing) return expect.fail('it kills');
  const quiet = { ...killing.entry, facts: killing.entry.facts.filter((fact) => !isKill(fact)) };
  expect(answerOf({ ...killing, entry: quiet }).shortfall).toBeNull();
  const roomy = deserialise(killing.before);
  moreRam(50_000)(roomy);
  expect(answerOf({ ...killing, before: serialise(roomy) }).shortfall).toBeNull();
});
