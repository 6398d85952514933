import { applyEntry, boot, deserialise, digest, type Machine, type MachineSpec, serialise } from '@overcommit/engine';
import type { Snapshot } from '@overcommit/event-store';
import type { WireEntry } from '@overcommit/protocol';
import { type CommandRequest, type Decision, decide } from '../decide.ts';
import type { RoomLimits } from '../limits.ts';
import { takeSnapshot } from '../snapshot.ts';
import { MACHINE_READS, type ReadAnswer, type ReadArgs, type ReadName } from './reads.ts';

/** Work on one machine in memory. It needs no input or output, so it can be done in any thread. */
export type Job =
  /** Puts the machine into memory: from a snapshot of this engine, else as it boots. */
  | { kind: 'begin'; spec: MachineSpec; snapshot: Snapshot | null }
  /** Folds the entries that come next. */
  | { kind: 'fold'; entries: WireEntry[] }
  /** Carries out a command. The machine is then one entry ahead of its log. */
  | { kind: 'decide'; request: CommandRequest }
  /** Whether a snapshot says what this machine is. */
  | { kind: 'compare'; snapshot: Snapshot }
  | { kind: 'read'; name: ReadName; args: unknown[] }
  | { kind: 'forget' };
export type JobKind = Job['kind'];

/** A decision, and the state after it where a snapshot is due. */
export type Decided = Decision & { snapshot: Snapshot | null };
export type Answers = {
  begin: { seq: number };
  fold: { seq: number };
  decide: Decided;
  compare: { isSame: boolean };
  read: ReadAnswer<ReadName>;
  forget: null;
};
export type AnswerTo<J extends Job> = J extends { kind: 'read'; name: infer N extends ReadName }
  ? ReadAnswer<N>
  : Answers[J['kind']];

/** The machine is not in memory: its thread was started anew. It can be folded from its log again. */
export class MachineGone extends Error {}

export const readJob = <N extends ReadName>(name: N, args: ReadArgs<N>) => ({ kind: 'read', name, args }) as const;

/** Machines in the memory of one thread, by id. */
export type Machines = { run(machineId: string, job: Job): Answers[JobKind] };

export function createMachines(limits: RoomLimits): Machines {
  const machines = new Map<string, Machine>();
  function known(machineId: string): Machine {
    const machine = machines.get(machineId);
    if (!machine) throw new MachineGone(`machine ${machineId} is not in memory`);
    return machine;
  }
  return {
    run(machineId, job) {
      switch (job.kind) {
        case 'begin': {
          const machine = job.snapshot ? fromSnapshot(job.snapshot) : boot(job.spec);
          machines.set(machineId, machine);
          return { seq: machine.seq };
        }
        case 'fold': {
          const machine = known(machineId);
          // A fold that fails half-way must not leave a machine behind.
          machines.delete(machineId);
          for (const entry of job.entries) applyEntry(machine, entry);
          machines.set(machineId, machine);
          return { seq: machine.seq };
        }
        case 'decide':
          return decideOn(known(machineId), job.request, limits);
        case 'compare':
          return { isSame: isSame(known(machineId), job.snapshot) };
        case 'read':
          return (MACHINE_READS[job.name] as (m: Machine, ...args: unknown[]) => ReadAnswer<ReadName>)(
            known(machineId),
            ...job.args,
          );
        case 'forget':
          machines.delete(machineId);
          return null;
      }
    },
  };
}

function decideOn(machine: Machine, request: CommandRequest, limits: RoomLimits): Decided {
  const decision = decide(machine, request, limits);
  const isDue = decision.ok && machine.seq % limits.snapshotEvery === 0;
  return { ...decision, snapshot: isDue ? takeSnapshot(machine) : null };
}

/** @throws if it is no machine, or one of another entry */
function fromSnapshot({ state, version }: Snapshot): Machine {
  const machine = deserialise(state);
  if (machine.seq !== version) throw new Error(`the snapshot of entry ${version} is of entry ${machine.seq}`);
  return machine;
}

function isSame(machine: Machine, snapshot: Snapshot): boolean {
  // Equal text is the usual case, and is compared fastest; members may also be in another order.
  if (serialise(machine) === snapshot.state) return true;
  return digest(machine) === digest(fromSnapshot(snapshot));
}
