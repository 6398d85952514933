import { factsOf } from '../answers.ts';
import { boot } from '../boot.ts';
import type { Command } from '../commands.ts';
import type { Entry } from '../entry.ts';
import { execute } from '../execute.ts';
import { applyEntry, makeEntry } from '../replay.ts';
import type { Machine } from '../state.ts';
import { applyOnset, bornSpec, planProblem } from './branch.ts';
import { differenceOf } from './diverge.ts';
import { describePlan } from './planWords.ts';
import { whyImpossible } from './possible.ts';
import { conclude, newStory, passOver, recordEntry, type Story } from './story.ts';
import type {
  Divergence,
  Impossible,
  InputEdit,
  Lane,
  LaneLimits,
  LaneReport,
  LaneRow,
  MainLine,
  VariationPlan,
} from './types.ts';

export const LANE_LIMITS: LaneLimits = { entryFacts: 8000, laneFacts: 3_000_000 };

/** What a rerun gives at its end. `machine` is the lane's at its last entry. */
export type LaneEnd = { report: LaneReport; machine: Machine };

type Run = {
  main: MainLine;
  plan: VariationPlan;
  limits: LaneLimits;
  m: Machine;
  story: Story;
  divergence: Divergence | null;
  skipped: number;
  facts: number;
  extra: number;
  gaveUp: { at: number; reason: string } | null;
};

type Ready = { ok: true; run: Run; onset: LaneReport['onset'] };
type OpenedLane = Ready | { ok: false; problem: string };

const ENTRIES_A_STEP = 50;

/** The machine at the branch, or why it cannot be had, in words for the plan's author. Rests after every 50 entries. */
export function* openLane(
  main: MainLine,
  plan: VariationPlan,
  limits: LaneLimits = LANE_LIMITS,
): Generator<undefined, OpenedLane, void> {
  const problem = planProblem(main, plan);
  if (problem !== null) return { ok: false, problem };
  const m = boot(bornSpec(main.spec, plan));
  const story = newStory();
  for (let at = 0; at < plan.from; at += ENTRIES_A_STEP) {
    fold(m, story, main.entries.slice(at, Math.min(plan.from, at + ENTRIES_A_STEP)));
    yield;
  }
  const onset = applyOnset(m, plan);
  if (!onset.ok) return onset;
  const run = { main, plan, limits, m, story, divergence: null, skipped: 0, facts: 0, extra: 0, gaveUp: null };
  return { ok: true, run, onset: onset.facts };
}

function open(main: MainLine, plan: VariationPlan, limits: LaneLimits): OpenedLane {
  const steps = openLane(main, plan, limits);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function fold(m: Machine, story: Story, entries: readonly Entry[]): void {
  for (const entry of entries) {
    applyEntry(m, entry);
    recordEntry(story, m, { at: entry.seq, entry, isExtra: false });
  }
}

/** Why this variation of this main line cannot be made, in words for its author; null = it can. Folds the first `from` entries. */
export function variationProblem(main: MainLine, plan: VariationPlan): string | null {
  const opened = open(main, plan, LANE_LIMITS);
  return opened.ok ? null : opened.problem;
}

/**
 * The main line's inputs from entry `plan.from` on, run again as the plan says, one row a step: a worker can count,
 * pass on and stop where it likes. SPEC [VAR-1]-[VAR-10]. Pure; the main line is only read.
 * @returns the report and the machine. Throws for a plan that `variationProblem` refuses.
 */
export function* rerunInputs(
  main: MainLine,
  plan: VariationPlan,
  limits: LaneLimits = LANE_LIMITS,
): Generator<LaneRow, LaneEnd, void> {
  const opened = open(main, plan, limits);
  if (!opened.ok) throw new Error(opened.problem);
  return yield* rerunOpened(opened);
}

/** The inputs from the branch on, as `rerunInputs`. */
export function* rerunOpened({ run, onset }: Ready): Generator<LaneRow, LaneEnd, void> {
  const { main, plan } = run;
  const spec = run.m.spec;
  yield* insertsAfter(run, plan.from);
  for (const entry of main.entries.slice(plan.from)) {
    if (run.gaveUp) break;
    yield* rowsOf(run, entry);
    if (!run.gaveUp) yield* insertsAfter(run, entry.seq);
  }
  const { m, story, skipped, divergence, gaveUp } = run;
  const report: LaneReport = {
    title: describePlan(plan, main.spec),
    plan,
    isEdited: (plan.edits?.length ?? 0) > 0,
    spec,
    onset,
    outcomes: conclude(story, m),
    refusals: story.refusals,
    errors: story.errors,
    skipped,
    gaveUp: gaveUp && { ...gaveUp, unreached: main.entries.length - gaveUp.at + 1 },
    panic: m.panic,
    divergence,
    seq: m.seq,
  };
  return { report, machine: m };
}

/** Who dies for memory while a log goes on. `at`: numbers of its entries; `end`: the last that was carried out. */
export type Aftermath = {
  kills: { at: number; process: string }[];
  panic: { at: number; message: string } | null;
  end: number;
  gaveUp: boolean;
};

/**
 * [VAR-15] The inputs of a log's rest carried out anew on a machine that was changed before the first of them; `m` is
 * changed. What can no longer happen is skipped, as in a variation. Rests after each input.
 */
export function* carryOn(
  m: Machine,
  rest: readonly Entry[],
  limits: LaneLimits = LANE_LIMITS,
): Generator<undefined, Aftermath, void> {
  const main = { spec: m.spec, entries: rest };
  const plan = { from: 0 };
  const run: Run = {
    main,
    plan,
    limits,
    m,
    story: newStory(),
    divergence: null,
    skipped: 0,
    facts: 0,
    extra: 0,
    gaveUp: null,
  };
  const told: Aftermath = { kills: [], panic: null, end: m.seq, gaveUp: false };
  for (const entry of rest) {
    for (const row of rowsOf(run, entry)) {
      if (row.state !== 'done') continue;
      const { at } = row;
      for (const { victim } of factsOf(row.entry, 'VictimChosen')) told.kills.push({ at, process: victim.process });
      for (const { message } of factsOf(row.entry, 'Panicked')) told.panic ??= { at, message };
    }
    if (run.gaveUp) return { ...told, gaveUp: true };
    told.end = entry.seq;
    yield;
  }
  return told;
}

/** A whole lane at once, for short logs, tests and the command line. Throws as `rerunInputs` does. */
export function vary(main: MainLine, plan: VariationPlan, limits?: LaneLimits): Lane & { machine: Machine } {
  const rows: LaneRow[] = [];
  const run = rerunInputs(main, plan, limits);
  for (;;) {
    const step = run.next();
    if (step.done) return { ...step.value, rows, entries: entriesOf(rows) };
    rows.push(step.value);
  }
}

export function entriesOf(rows: readonly LaneRow[]): Entry[] {
  return rows.flatMap((row) => (row.state === 'done' ? [row.entry] : []));
}

/** The main line as recorded, as a lane to compare with. Folds it. Throws where its entries do not fold. */
export function recordedLane(main: MainLine, title: string): LaneReport {
  const m = boot(main.spec);
  const story = newStory();
  fold(m, story, main.entries);
  return {
    title,
    plan: null,
    isEdited: false,
    spec: main.spec,
    onset: [],
    outcomes: conclude(story, m),
    refusals: story.refusals,
    errors: story.errors,
    skipped: 0,
    gaveUp: null,
    panic: m.panic,
    divergence: null,
    seq: m.seq,
  };
}

function* rowsOf(run: Run, recorded: Entry): Generator<LaneRow, void, void> {
  const { seq: at, actor, command } = recorded;
  const edit = run.plan.edits?.find((one) => one.kind !== 'insert' && one.seq === at);
  if (edit?.kind === 'drop') {
    yield { at, mark: 'dropped', actor, command, state: 'dropped' };
    return;
  }
  const isChanged = edit?.kind === 'change';
  const impossible = isChanged ? null : whyImpossible(run, recorded);
  const mark = isChanged ? 'changed' : 'recorded';
  const input = {
    at,
    mark,
    actor,
    command: isChanged ? edit.command : command,
    commandId: recorded.commandId,
  } as const;
  const row = impossible ? skip(run, input, impossible) : carryOut(run, input, mostFacts(run, recorded));
  if (!row) return;
  note(run, recorded, row);
  yield row;
  yield* adjustments(run, row);
}

function note(run: Run, recorded: Entry, row: LaneRow): void {
  if (run.divergence) return;
  const words = differenceOf(recorded, row);
  if (words !== null) run.divergence = { at: row.at, seq: row.state === 'done' ? row.entry.seq : null, words };
}

function* insertsAfter(run: Run, at: number): Generator<LaneRow, void, void> {
  const edits = (run.plan.edits ?? []).filter(
    (one): one is Extract<InputEdit, { kind: 'insert' }> => one.kind === 'insert',
  );
  for (const { actor, command } of edits.filter(({ after }) => after === at)) {
    const row = carryOut(run, { at, mark: 'inserted', actor, command, commandId: nextId(run) }, run.limits.entryFacts);
    if (!row) return;
    yield row;
    yield* adjustments(run, row);
  }
}

/** [VAR-7] The plan's adjustments for processes that this row started. */
function* adjustments(run: Run, row: LaneRow): Generator<LaneRow, void, void> {
  const held = run.plan.adjustments ?? {};
  if (row.state !== 'done') return;
  for (const { process } of factsOf(row.entry, 'ProcessStarted')) {
    if (!Object.hasOwn(held, process)) continue;
    const command: Command = { verb: 'oom_score_adj', process, value: held[process] as number };
    const input = { at: row.at, mark: 'adjusted', actor: 'system', command, commandId: nextId(run) } as const;
    const adjusted = carryOut(run, input, run.limits.entryFacts);
    if (!adjusted) return;
    yield adjusted;
  }
}

function nextId(run: Run): string {
  run.extra += 1;
  return `variation:${run.extra}`;
}

/** [VAR-9] */
function mostFacts({ limits }: Run, recorded: Entry): number {
  return Math.max(limits.entryFacts, 2 * recorded.facts.length);
}

type Input = Pick<LaneRow, 'at' | 'mark' | 'actor' | 'command'> & { commandId: string };

/** Null: the lane gives up here. */
function carryOut(run: Run, input: Input, most: number): LaneRow | null {
  const { m, limits, story } = run;
  const { at, mark, actor, command, commandId } = input;
  if (run.facts >= limits.laneFacts) {
    run.gaveUp = { at, reason: 'This variation has set off more than one lane can take.' };
    return null;
  }
  const done = execute(m, command, { actor, mostFacts: most });
  if (!done.ok && done.isSpoilt) {
    run.gaveUp = { at, reason: 'What this input sets off here is too much for one entry.' };
    return null;
  }
  if (!done.ok) return skip(run, input, { reason: done.rejection.message });
  run.facts += done.facts.length;
  const entry = makeEntry(m, { actor, commandId, command, facts: done.facts });
  recordEntry(story, m, { at, entry, isExtra: mark !== 'recorded' && mark !== 'changed' });
  return { at, mark, actor, command, state: 'done', entry };
}

function skip(run: Run, { at, mark, actor, command }: Input, why: Impossible): LaneRow {
  run.skipped += 1;
  passOver(run.story, { at, command, reason: why.reason });
  return { at, mark, actor, command, state: 'skipped', ...why };
}
