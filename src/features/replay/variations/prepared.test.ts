import {
  boot,
  type Entry,
  type InputEdit,
  type Lane,
  type MainLine,
  POLICY_IDS,
  parseLine,
  type VariationPlan,
  variationProblem,
  vary,
} from '@overcommit/engine';
import { findKernelPage, kernelSpec, playStory, STORY_OF_ALL } from '@overcommit/handbook';
import type { PlanInput } from '@overcommit/protocol/api';
import type { Decision } from '@overcommit/reading';
import { emptyHistory, foldEntry } from '@overcommit/reading';
import { describe, expect, it } from 'vitest';
import type { SeatLike } from '@/machineView/people.ts';
import { whatIfsOf } from '@/machineView/whatIf.ts';
import { isSamePlan, readPlan } from './planForm.ts';
import { prepare } from './prepared.ts';

const look = { displayName: 'X', initials: 'X', colour: 0 };
const ben: SeatLike = { ...look, actorId: 'ben', uid: 1001, role: 'student' };
const staff: SeatLike = { ...look, actorId: 'staff', uid: 0, role: 'staff' };
const STRICT = ['vm/overcommit_memory 2', 'vm/overcommit 1'].map((set) => ({ hand: 'staff', line: `sysctl ${set}` }));
const GREEDY = [...STRICT, { hand: 'ben', line: 'mmap web second 20M rw private' }];

type Told = { main: MainLine; decisions: Decision[] };

/** The handbook's story under each kernel: somebody dies, or is refused; then strict where there is such a thing. */
function tell(id: (typeof POLICY_IDS)[number]): Told {
  const page = findKernelPage(id) ?? expect.fail(id);
  const { spec, entries } = playStory(kernelSpec(page), [...STORY_OF_ALL, ...GREEDY] as typeof STORY_OF_ALL);
  const history = emptyHistory();
  const machine = boot(spec);
  for (const entry of entries) foldEntry(history, machine, entry, true);
  return { main: { spec, entries }, decisions: history.decisions };
}

/** As the server reads it: lines become commands of whoever asks. */
function planOf({ edits, ...plan }: PlanInput, actor: string): VariationPlan {
  const read = (edits ?? []).map((edit): InputEdit => {
    const parsed = edit.kind === 'insert' ? parseLine(edit.line) : null;
    if (edit.kind !== 'insert' || !parsed?.ok) return expect.fail('only lines are put in');
    return { kind: 'insert', after: edit.after, actor, command: parsed.command };
  });
  return { ...plan, ...(read.length > 0 ? { edits: read } : {}) } as VariationPlan;
}

function asked(decision: Decision, token: string): PlanInput {
  const prepared = prepare(token, decision.seq) ?? expect.fail(token);
  const read = readPlan(prepared.form, prepared.from);
  return read.ok ? read.plan : expect.fail(read.message);
}

/** The lane's entry at an input of the main line. */
const entryAt = (lane: Lane, at: number): Entry | null => {
  const row = lane.rows.find((one) => one.at === at && (one.mark === 'recorded' || one.mark === 'changed'));
  return row?.state === 'done' ? row.entry : null;
};
const victims = (entry: Entry | null): string[] =>
  (entry?.facts ?? []).flatMap((fact) => (fact.type === 'VictimChosen' ? [fact.victim.process] : []));
const isRefused = (entry: Entry | null) =>
  (entry?.facts ?? []).some((fact) => fact.type === 'ChargeDecided' && !fact.isGranted);

const STORIES = POLICY_IDS.map((id) => ({ id, ...tell(id) }));

describe('what a decision card asks', () => {
  it('can be carried out under every kernel, and turns what it is asked about', () => {
    const turned = new Set<string>();
    for (const { id, main, decisions } of STORIES) {
      for (const decision of decisions) {
        for (const { token, label } of whatIfsOf(decision, staff)) {
          const plan = planOf(asked(decision, token), 'staff');
          expect(variationProblem(main, plan), `${id} ${token}`).toBeNull();
          const entry = entryAt(vary(main, plan), decision.seq);
          if (/^(adj|line):/.test(token) && decision.kind === 'kill')
            expect(victims(entry), `${id} ${token}`).not.toContain(decision.fact.victim.process);
          if (/:here$|^swap:/.test(token) && decision.kind === 'refusal')
            expect(isRefused(entry), `${id} ${token}`).toBe(false);
          turned.add(label.replace(/^\d+/, 'N').replace(/ -\d+$/, ' N'));
        }
      }
    }
    for (const one of ['Solaris', 'strict', 'adj −500', 'always', 'Linux 6.1', 'PSALLOC=early', 'protect db on'])
      expect([...turned]).toContain(one);
  });

  it('under Solaris and under strict accounting from the beginning no process is killed', () => {
    const { main, decisions } = STORIES.find(({ id }) => id === 'linux-6.1') ?? expect.fail();
    const kill = decisions.find((one) => one.kind === 'kill') ?? expect.fail();
    for (const label of ['Solaris', 'strict']) {
      const { token } = whatIfsOf(kill, ben).find((one) => one.label === label) ?? expect.fail(label);
      const { report } = vary(main, planOf(asked(kill, token), 'ben'));
      expect(report.outcomes.filter(({ fate }) => fate.kind === 'killed')).toEqual([]);
    }
  });

  it('is only what makes sense there, and what the person may do', () => {
    const labels = (id: string, seat: SeatLike | null) =>
      STORIES.filter((one) => one.id === id).flatMap(({ decisions }) =>
        decisions
          .filter(({ kind }) => kind !== 'warning')
          .slice(0, 1)
          .flatMap((one) => whatIfsOf(one, seat).map(({ label }) => label)),
      );
    expect(labels('linux-6.1', null)).toEqual(['Solaris', 'strict', 'adj −500', '64 MiB more swap']);
    expect(labels('linux-2.4', ben)).toEqual(['Solaris', '64 MiB more swap']);
    expect(labels('freebsd', ben)).toEqual(['Solaris', 'strict', '64 MiB more swap']);
    expect(labels('freebsd', staff)).toContain('protect db on');
    expect(labels('openbsd', staff)).toEqual(['Solaris', '64 MiB more swap']);
    expect(labels('solaris-10', staff)).toEqual(['Linux 6.1', '20 MiB more swap']);
    // bgsave is Ana's: she may say what it does about SIGDANGER, Ben may not.
    expect(labels('aix-late', ben)).not.toContain('sigdanger bgsave release');
    expect(labels('aix-late', { ...ben, actorId: 'ana', uid: 1000 })).toContain('sigdanger bgsave release');
  });

  it('is not strict where it is strict already', () => {
    const { decisions } = STORIES.find(({ id }) => id === 'linux-6.1') ?? expect.fail();
    const kill = decisions.find((one) => one.kind === 'kill') ?? expect.fail();
    const strict: Decision = { ...kill, context: kill.context && { ...kill.context, mode: 2 } };
    expect(whatIfsOf(strict, null).map(({ label }) => label)).not.toContain('strict');
  });

  it('still asks the usual where nothing was worked out', () => {
    const { decisions } = STORIES.find(({ id }) => id === 'linux-6.1') ?? expect.fail();
    const [kill] = decisions.map((one): Decision => ({ ...one, context: null }));
    expect(kill && whatIfsOf(kill, null).map(({ label }) => label)).toEqual(['Solaris', 'strict', 'adj −500']);
  });
});

describe('an address', () => {
  it('of no card prepares nothing', () => {
    const strange = [
      '',
      'kernel:',
      'kernel:beos',
      'adj:db',
      'adj:d b:5',
      'swap:lots',
      'set:vm/x:1',
      'set:a b:1:here',
      'x',
    ];
    for (const token of strange) expect(prepare(token, 5), token).toBeNull();
  });
});

describe('the same plan', () => {
  const made = (plan: VariationPlan, isEdited = false) => ({ isEdited, report: { plan } as never });
  it('is known whatever the order of its settings', () => {
    const settings = { 'vm/a': '1', 'vm/b': '2' };
    const other = { 'vm/b': '2', 'vm/a': '1' };
    expect(isSamePlan(made({ from: 3, settings }), { from: 3, settings: other })).toBe(true);
    expect(isSamePlan(made({ from: 4, settings }), { from: 3, settings })).toBe(false);
    expect(isSamePlan(made({ from: 3 }), { from: 3, policy: 'solaris-10' })).toBe(false);
  });
  it('is never an edited one', () => {
    const edits = [{ kind: 'drop', seq: 4 }] as const;
    expect(isSamePlan(made({ from: 3, edits: [...edits] }, true), { from: 3, edits: [...edits] })).toBe(false);
  });
});
