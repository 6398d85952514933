import { project } from '@overcommit/coursework';
import { boot, type Entry, execute, type MachineSpec, makeEntry, parseLine, recordedLane } from '@overcommit/engine';
import { createMemoryStore } from '@overcommit/event-store';
import { activityIn, emptyHistory, fateTable, foldEntry, killCount, refusalTitle } from '@overcommit/reading';
import { expect, it } from 'vitest';
import { outcomeOf } from '../../src/cli/run/stepRecord.ts';
import { createWall } from '../../src/server/projections/wall.ts';
import { createRooms } from '../../src/server/rooms/index.ts';

const SPEC: MachineSpec = { memKb: 131_072, swapKb: 0, policy: 'linux-6.1', seed: 1, settings: {} };
const SEATS = [
  { actor: 'ana', uid: 1000, role: 'student' },
  { actor: 'ben', uid: 1001, role: 'student' },
] as const;

/** Nearly every answer that a kernel can give: five errors of use, a kill, and at the end two refusals of memory. */
const LINES: [actor: 'ana' | 'ben', line: string, result: string][] = [
  ['ana', 'touch nobody x', 'ESRCH'],
  ['ana', 'spawn db', 'ok'],
  ['ana', 'touch db nothing 4K', 'EINVAL'],
  ['ben', 'exit db 0', 'EPERM'],
  ['ana', 'mmap db pool 80M rw private', 'ok'],
  ['ana', 'touch db pool', 'ok'],
  ['ana', 'mmap db ro 8K r private', 'ok'],
  ['ana', 'spawn sh', 'ok'],
  ['ana', 'vfork sh child', 'ok'],
  ['ana', 'brk sh 4K +', 'EAGAIN'],
  ['ben', 'spawn web', 'ok'],
  ['ben', 'rlimit web nproc 2', 'ok'],
  ['ben', 'fork web kid', 'ok'],
  ['ben', 'fork web more', 'EAGAIN'],
  ['ben', 'mmap web cache 60M rw private', 'ok'],
  ['ben', 'touch web cache', 'ok'],
  ['ben', 'rlimit web as 70M', 'ok'],
  ['ben', 'mmap web limited 20M rw private', 'ENOMEM'],
  ['ana', 'mmap sh huge 900M rw private', 'EAGAIN'],
  ['ana', 'exec child', 'ok'],
  ['ana', 'mmap sh huge 900M rw private', 'ENOMEM'],
];
const EXPECTED = {
  ana: { commands: 12, errors: 4, refusals: 1, killsCaused: 0, killsSuffered: 1 },
  ben: { commands: 9, errors: 2, refusals: 1, killsCaused: 1, killsSuffered: 0 },
};

function recorded(): Entry[] {
  const machine = boot(SPEC);
  const entries: Entry[] = [];
  const send = (actor: string, command: Entry['command']) => {
    const done = execute(machine, command, actor);
    if (!done.ok) throw new Error(done.rejection.message);
    entries.push(makeEntry(machine, { actor, command, commandId: `c${entries.length}`, facts: done.facts }));
  };
  for (const seat of SEATS) send('system', { verb: 'seat', ...seat });
  for (const [actor, line] of LINES) {
    const parsed = parseLine(line);
    send(actor, parsed.ok ? parsed.command : expect.fail(line));
  }
  return entries;
}

const entries = recorded();
const typed = entries.slice(SEATS.length);

it('the command line shows each answer as it was', () => {
  expect(typed.map((entry) => outcomeOf(entry).result)).toEqual(LINES.map(([, , result]) => result));
  expect(typed.flatMap((entry) => outcomeOf(entry).died)).toEqual(['db']);
});

it('People, the desk and grading count the same errors, refusals and kills', () => {
  expect(Object.fromEntries(activityIn(entries))).toEqual(EXPECTED);
  const history = emptyHistory();
  const machine = boot(SPEC);
  for (const entry of entries) foldEntry(history, machine, entry, true);
  expect(Object.fromEntries(history.activity)).toEqual(EXPECTED);
  const { refusals, kills, entries: rows } = project({ spec: SPEC, entries });
  expect(refusals.map(({ actor, errno }) => [actor, errno])).toEqual([
    ['ben', 'ENOMEM'],
    ['ana', 'ENOMEM'],
  ]);
  expect(kills.map(({ triggerOwner, victimOwner }) => [triggerOwner, victimOwner])).toEqual([['ben', 'ana']]);
  expect(rows.filter(({ ok }) => !ok)).toHaveLength(8);
  // A limit on processes has a card of its own, and no part in the count.
  const cards = history.decisions.map((card) => (card.kind === 'refusal' ? refusalTitle(card) : card.kind));
  expect(cards).toEqual(['fork failed, EAGAIN', 'kill', 'mmap refused, ENOMEM', 'mmap refused, ENOMEM']);
});

it('variations count the same refusals, and a birth that failed for another reason is not refused', () => {
  const report = recordedLane({ spec: SPEC, entries }, 'as recorded');
  expect(report.refusals.map(({ actor, verb }) => [actor, verb])).toEqual([
    ['ben', 'mmap'],
    ['ana', 'mmap'],
  ]);
  expect(report.errors).toHaveLength(6);
  expect(killCount(report)).toBe(1);
  const fates = fateTable([report]).map(({ process, cells }) => [process, cells[0]?.kind]);
  expect(fates).toContainEqual(['more', 'failed']);
  expect(fates).toContainEqual(['db', 'killed']);
});

it('the wall tells the last kill, and whose last commands failed', async () => {
  const store = createMemoryStore({ now: () => '2026-01-01T00:00:00.000Z' });
  const rooms = createRooms({ store });
  await rooms.create({ machineId: 'm', spec: SPEC });
  for (const seat of SEATS) await rooms.takeSeat('m', seat);
  for (const [i, [actor, line]] of LINES.entries())
    await rooms.dispatch({ machineId: 'm', commandId: `c${i}`, line }, actor);
  const glance = await createWall(rooms).glance('m', (await store.head('m'))?.version ?? 0);
  expect(glance.lastKill).toMatchObject({ victim: 'db', owner: 'ana' });
  expect(glance.doings).toMatchObject({ ana: { failedInARow: 1 }, ben: { failedInARow: 1 } });
  await rooms.close();
});
