import type { Entry } from '@overcommit/engine';
import { expect, it } from 'vitest';
import { killMomentAt, killsSetOff, lastKillMoment } from './killMoment.ts';
import { indexPeople, type SeatLike } from './people.ts';

const seat = (actorId: string, displayName: string, uid: number, role: 'student' | 'staff' = 'student'): SeatLike => ({
  ...{ actorId, displayName, uid, role },
  ...{ initials: displayName.slice(0, 2), colour: uid % 8 },
});
const ANA = seat('ana', 'Ana', 1000);
const BEN = seat('ben', 'Agnes', 1001);
const people = indexPeople([ANA, BEN, seat('tea', 'Teacher', 0, 'staff')]);

const candidate = (pid: number, process: string, uid: number) => ({
  pid,
  process,
  uid,
  terms: [],
  points: pid,
  oomScore: null,
});
const CANDIDATES = [candidate(1, 'db', 1000), candidate(2, 'web', 1001), candidate(3, 'cc', 1001)];
type Loss = { heldPages: number; freedPages: number; promisedPages: number; freed: number[] };

/** A history with one entry that killed these. */
function historyOf(victims: { pid: number; loss?: Loss }[], trigger = { pid: 2, process: 'web', call: 'touch' }) {
  const about = { seq: 9, tick: 0, actor: 'ben', line: 'touch web', policy: 'linux-6.1' as const, context: null };
  const of = (pid: number) => CANDIDATES.find((one) => one.pid === pid) as (typeof CANDIDATES)[number];
  return {
    decisions: victims.map(({ pid }) => ({
      ...about,
      kind: 'kill' as const,
      kernelLines: [],
      fact: {
        ...{ type: 'VictimChosen' as const, trigger, scope: 'machine' as const, policy: 'linux-6.1' as const },
        ...{ candidates: CANDIDATES, rule: 'OOM-1', runnerUp: null },
        victim: { pid, process: of(pid).process, points: pid },
      },
    })),
    deaths: victims.map(({ pid, loss }) => ({
      ...{ seq: 9, actor: 'ben', line: 'touch web', loss: loss ?? null },
      fact: {
        ...{ type: 'ProcessEnded' as const, pid, process: of(pid).process, uid: of(pid).uid },
        ...{ cause: 'oom-kill' as const, status: 9 },
      } satisfies Entry['facts'][number],
    })),
  };
}

it('says who died and why, to a bystander, to the victim’s owner and to the one who asked', () => {
  const history = historyOf([{ pid: 1 }]);
  const at = (mySeat: SeatLike | null) => killMomentAt(history, 9, people, mySeat);
  expect(at(null)).toMatchObject({
    title: 'Ana’s db was killed.',
    why: 'Agnes’ web needed one page. None was left. db held the most.',
    isMine: false,
  });
  expect(at(ANA)).toMatchObject({
    title: 'Your db was killed.',
    why: 'Agnes’ web needed one page. None was left. Yours held the most.',
    isMine: true,
  });
  expect(at(BEN)?.why).toBe('Your web needed one page. None was left. db held the most.');
  expect(killMomentAt(history, 8, people, null)).toBeNull();
});

it('the victim that asked itself is not called another one', () => {
  const history = historyOf([{ pid: 1 }], { pid: 1, process: 'db', call: 'touch' });
  expect(killMomentAt(history, 9, people, ANA)?.why).toBe('It needed one page. None was left. It held the most.');
});

it('several kills of one entry are one announcement, and what came free adds up', () => {
  const loss = (from: number, to: number): Loss => ({
    heldPages: 50,
    freedPages: to - from,
    promisedPages: 60,
    freed: [from, to],
  });
  const moment = killMomentAt(
    historyOf([
      { pid: 3, loss: loss(40, 50) },
      { pid: 1, loss: loss(10, 40) },
    ]),
    9,
    people,
    ANA,
  );
  expect(moment).toMatchObject({
    title: 'Agnes’ cc and your db were killed.',
    why: 'Agnes’ web needed one page. None was left. One was not enough.',
    freedPages: 40,
    heldPages: 100,
    promisedPages: 120,
    freed: [10, 50],
  });
});

it('the newest kill is of the entry that is shown, not of a later one', () => {
  const history = { ...historyOf([{ pid: 1 }]) } as unknown as Parameters<typeof lastKillMoment>[0]['history'];
  expect(lastKillMoment({ history, seq: 8 }, people, null)).toBeNull();
  expect(lastKillMoment({ history, seq: 12 }, people, null)?.seq).toBe(9);
});

it('tells the one whose request set off a kill whose process died, and nobody else', () => {
  const of = (history: ReturnType<typeof historyOf>, mySeat: SeatLike, seq = 9) =>
    killsSetOff({ history, seq }, { people, mySeat, most: 5 });
  const history = historyOf([{ pid: 1 }]);
  expect(of(history, BEN)).toEqual([
    {
      seq: 9,
      title: 'You killed Ana’s db.',
      why: expect.stringMatching(
        /^Your web needed one page\. None was left: of 3 candidates db held the most memory, 0\.0\sMiB\.$/,
      ),
    },
  ]);
  expect(of(history, BEN, 8)).toEqual([]);
  expect(of(history, ANA)).toEqual([]);
  // A process of one's own is under one's own killed ones.
  expect(of(historyOf([{ pid: 3 }]), BEN)).toEqual([]);
  expect(of(historyOf([{ pid: 3 }, { pid: 1 }]), BEN)[0]?.title).toBe('You killed Ana’s db.');
  // On a kernel that kills by itself it is who typed the line.
  const byKernel = historyOf([{ pid: 1 }], { pid: 0, process: 'kernel', call: 'paging space' });
  expect(of(byKernel, BEN)[0]?.why).toMatch(/^Free paging space fell below the mark at which this kernel kills: of 3/);
  expect(of(byKernel, ANA)).toEqual([]);
});
