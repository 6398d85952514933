import { ENGINE_VERSION, type Machine, serialise } from '@overcommit/engine';
import type { Snapshot } from '@overcommit/event-store';

/** The shape of the state belongs to an engine version. Snapshots of other versions are not used. */
const SNAPSHOT_TYPE = `machine@${ENGINE_VERSION}`;

/** Whether this process's engine can go on from a snapshot. */
export function isUsable(snapshot: Snapshot): boolean {
  return snapshot.type === SNAPSHOT_TYPE && snapshot.schemaVersion === 1;
}

/** A machine's state, ready to be saved. */
export function takeSnapshot(machine: Machine): Snapshot {
  return { version: machine.seq, type: SNAPSHOT_TYPE, schemaVersion: 1, state: serialise(machine) };
}
