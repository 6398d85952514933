import type { JsonObject, Snapshot, StoredEvent } from './types.ts';

/** Converts `data` of one type from version `from` to `from + 1`. Pure: it uses only its argument. */
export type EventUpcaster = { type: string; from: number; upcast: (data: JsonObject) => JsonObject };
/** The same for the state of a snapshot; null = it cannot be lifted, so fold the events instead. */
export type SnapshotUpcaster = { type: string; from: number; upcast: (state: string) => string | null };
export type Upcasters = { events: readonly EventUpcaster[]; snapshots: readonly SnapshotUpcaster[] };

export const NO_UPCASTERS: Upcasters = { events: [], snapshots: [] };

/** Applies every step that is registered for the event's type, from its schema version on. */
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
