import type { JsonObject, Snapshot, StoredEvent } from './types.ts';

/** Lifts `data` of one type from `from` to `from + 1`. Pure; never looks outside its argument. */
export type EventUpcaster = { type: string; from: number; upcast: (data: JsonObject) => JsonObject };
/** Likewise for a snapshot's state; null = cannot be lifted, fold from the events instead. */
export type SnapshotUpcaster = { type: string; from: number; upcast: (state: string) => string | null };
export type Upcasters = { events: readonly EventUpcaster[]; snapshots: readonly SnapshotUpcaster[] };

export const NO_UPCASTERS: Upcasters = { events: [], snapshots: [] };

/** Carries an event through every step that is registered for its type, from its own schema version on. */
export function upcastEvent(upcasters: Upcasters, event: StoredEvent): StoredEvent {
  let lifted = event;
  for (;;) {
    const step = upcasters.events.find((u) => u.type === lifted.type && u.from === lifted.schemaVersion);
    if (!step) return lifted;
    lifted = { ...lifted, data: step.upcast(lifted.data), schemaVersion: lifted.schemaVersion + 1 };
  }
}

/** As `upcastEvent`; null when a step gives up. */
export function upcastSnapshot(upcasters: Upcasters, snapshot: Snapshot): Snapshot | null {
  let lifted = snapshot;
  for (;;) {
    const step = upcasters.snapshots.find((u) => u.type === lifted.type && u.from === lifted.schemaVersion);
    if (!step) return lifted;
    const state = step.upcast(lifted.state);
    if (state === null) return null;
    lifted = { ...lifted, state, schemaVersion: lifted.schemaVersion + 1 };
  }
}
