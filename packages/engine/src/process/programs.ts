import { type Act, type Answer, emit, fails, OK } from '../act.ts';
import type { Command, ProgramName } from '../commands.ts';
import { liveProcess } from '../memory/space.ts';
import { parseSize } from '../script/index.ts';
import type { Machine, Process, Program } from '../state.ts';

/** Carries out one call of a program. */
export type Perform = (act: Act, command: Command) => Answer;

/** One turn of a program: its calls, and the pages it holds afterwards. */
type Turn = { act: Act; process: Process; program: Program; call: (command: Command) => Answer };
type Play = (turn: Turn) => number;

/** [PG1] What each program takes when nothing else is said. Sizes in bytes; `every` and `life` in ticks. */
const DEFAULTS: Record<ProgramName, Record<string, number>> = {
  leak: { rate: 1 << 20 },
  cache: { rate: 4 << 20, max: 64 << 20 },
  db: { size: 64 << 20, rate: 8 << 20, writes: 1 << 20 },
  bgsave: { size: 32 << 20, rate: 8 << 20, writes: 1 << 20, every: 10, life: 4 },
  shell: { every: 3, life: 1 },
  forkbomb: { most: 2 },
  browser: { tabs: 4, size: 8 << 20 },
  build: { jobs: 2, size: 16 << 20, life: 3 },
  idle: {},
  loop: {},
};

/** No program makes more calls than this in one tick. */
const CALLS_PER_TICK = 200;

/** [PG1] The process acts on its own at each tick from now on. EINVAL for an argument that the program does not know. */
export function startProgram(act: Act, process: Process, command: Extract<Command, { verb: 'run' }>): Answer {
  const args = { ...DEFAULTS[command.program] };
  for (const [name, text] of Object.entries(command.args)) {
    const size = parseSize(text);
    if (!(name in args) || !size.ok) {
      return fails('EINVAL', `${command.program} takes ${Object.keys(args).join(', ') || 'nothing'}`);
    }
    args[name] = size.bytes;
  }
  const { body = [], repeat = 1 } = command;
  emit(act, {
    type: 'ProgramSet',
    pid: process.pid,
    program: { name: command.program, args, turn: 0, held: 0, body, repeat },
  });
  return OK;
}

export function stopProgram(act: Act, process: Process): Answer {
  if (!process.program) return fails('EINVAL', `${process.name} runs no program`);
  emit(act, { type: 'ProgramSet', pid: process.pid, program: null });
  return OK;
}

/** [PG2] At a tick every program has its turn, oldest process first. Processes born meanwhile begin at the next tick. */
export function runPrograms(act: Act, perform: Perform): void {
  for (const { pid } of act.m.processes.filter((p) => p.program !== null)) {
    const process = act.m.processes.find((p) => p.pid === pid);
    if (process?.program && process.state === 'running' && act.m.panic === null) takeTurn(act, process, perform);
  }
}

function takeTurn(act: Act, process: Process, perform: Perform): void {
  const program = process.program as Program;
  const own: Act = {
    ...act,
    seat: { actor: process.name, uid: process.uid, role: process.uid === 0 ? 'staff' : 'student' },
  };
  let calls = 0;
  const call = (command: Command): Answer => {
    own.command = command;
    return ++calls > CALLS_PER_TICK ? fails('EAGAIN') : perform(own, command);
  };
  const held = PLAYS[program.name]({ act, process, program, call });
  act.hasShortage ||= own.hasShortage;
  const isThere = act.m.processes.some((p) => p.pid === process.pid && p.program !== null);
  if (isThere)
    emit(act, { type: 'ProgramSet', pid: process.pid, program: { ...program, turn: program.turn + 1, held } });
}

const arg = ({ program }: Turn, name: string): number => program.args[name] ?? 0;

/** Take up to `rate` more of a region named after the program, and write it. */
function grow(turn: Turn, most: number): number {
  const { process, program, call } = turn;
  const held = program.held;
  const bytes = Math.min(arg(turn, 'rate') || most, most - held);
  if (bytes <= 0) return held;
  const region = program.name;
  const answer =
    held === 0
      ? call({ verb: 'mmap', process: process.name, region, bytes, prot: RW, flags: PRIVATE })
      : call({ verb: 'mremap', process: process.name, region, bytes: held + bytes });
  if (answer.result !== 'ok') return held;
  call({ verb: 'touch', process: process.name, region, offset: held, length: bytes, access: 'w' });
  return held + bytes;
}

const RW = { read: true, write: true, exec: false };
const PRIVATE = { kind: 'private', noreserve: false, populate: false, locked: false } as const;

/** Access a stretch that moves on with every turn, so that in time all of it is used. */
function wander(turn: Turn, access: 'r' | 'w', bytes: number): void {
  const { process, program, call } = turn;
  const stretch = Math.min(bytes, program.held);
  if (stretch <= 0) return;
  const places = Math.max(1, Math.floor(program.held / stretch));
  const offset = ((program.turn * 7) % places) * stretch;
  call({ verb: 'touch', process: process.name, region: program.name, offset, length: stretch, access });
}

/** Names of children: `cc` has `cc.1`, `cc.2`, … */
function childName({ process, program }: Turn, n: number): string {
  return `${process.name}.${program.turn * 10 + n}`;
}

function endOldChildren({ act, process, call }: Turn, life: number): void {
  for (const child of act.m.processes.filter((p) => p.ppid === process.pid && p.state !== 'zombie')) {
    if (act.m.tick - child.startTick >= life) call({ verb: 'exit', process: child.name, code: 0 });
  }
  const ended = act.m.processes.filter((p) => p.ppid === process.pid && p.state === 'zombie').length;
  for (let i = 0; i < ended; i++) call({ verb: 'wait', process: process.name });
}

/** Start a child with the standard image and let it take memory. */
function startWorker(turn: Turn, name: string, bytes: number): void {
  const { act, process, call } = turn;
  if (call({ verb: 'posix_spawn', parent: process.name, child: name }).result !== 'ok') return;
  if (!liveProcess(act.m, name) || bytes === 0) return;
  if (call({ verb: 'mmap', process: name, region: 'heap', bytes, prot: RW, flags: PRIVATE }).result !== 'ok') return;
  call({ verb: 'touch', process: name, region: 'heap', offset: 0, length: bytes, access: 'w' });
}

/** [PG3] What each program does in its turn; answers the bytes it holds. */
const PLAYS: Record<ProgramName, Play> = {
  idle: ({ program }) => program.held,
  leak: (turn) => grow(turn, Number.MAX_SAFE_INTEGER),
  cache: (turn) => {
    const held = grow(turn, arg(turn, 'max'));
    wander(turn, 'r', arg(turn, 'rate'));
    return held;
  },
  db: (turn) => {
    const held = grow(turn, arg(turn, 'size'));
    wander(turn, 'w', arg(turn, 'writes'));
    return held;
  },
  bgsave: (turn) => {
    endOldChildren(turn, arg(turn, 'life'));
    const held = grow(turn, arg(turn, 'size'));
    const isDue = held >= arg(turn, 'size') && turn.program.turn % Math.max(1, arg(turn, 'every')) === 0;
    if (isDue) turn.call({ verb: 'fork', parent: turn.process.name, child: childName(turn, 1) });
    wander(turn, 'w', arg(turn, 'writes'));
    return held;
  },
  shell: (turn) => {
    endOldChildren(turn, arg(turn, 'life'));
    if (turn.program.turn % Math.max(1, arg(turn, 'every')) === 0) startWorker(turn, childName(turn, 1), 0);
    return 0;
  },
  forkbomb: (turn) => {
    for (let n = 1; n <= arg(turn, 'most'); n++) {
      const child = childName(turn, n);
      if (turn.call({ verb: 'fork', parent: turn.process.name, child }).result !== 'ok') break;
      turn.call({ verb: 'run', process: child, program: 'forkbomb', args: {} });
    }
    return 0;
  },
  browser: (turn) => {
    const { act, process } = turn;
    const tabs = act.m.processes.filter((p) => p.ppid === process.pid && p.state !== 'zombie').length;
    if (tabs < arg(turn, 'tabs')) startWorker(turn, childName(turn, 1), arg(turn, 'size'));
    return 0;
  },
  build: (turn) => {
    endOldChildren(turn, arg(turn, 'life'));
    const { act, process } = turn;
    const running = act.m.processes.filter((p) => p.ppid === process.pid && p.state !== 'zombie').length;
    for (let n = running; n < arg(turn, 'jobs'); n++) startWorker(turn, childName(turn, n + 1), arg(turn, 'size'));
    return 0;
  },
  loop: ({ program, call }) => {
    for (let i = 0; i < program.repeat; i++) for (const command of program.body) call(command);
    return 0;
  },
};

/** Whether time does anything on this machine: some process runs a program. A machine at rest need not tick. */
export function needsTicks(m: Machine): boolean {
  return m.processes.some((process) => process.program !== null);
}
