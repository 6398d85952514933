import { fitEntry, type SeenEntry, type Viewer, visibleEntry, type WireEntry } from '@overcommit/protocol';
import { channels } from './channels.ts';
import type { RealtimeServer } from './types.ts';

/** Sends a stored entry to all live viewers of the machine, at once if both roles see the same. */
export function relay(io: RealtimeServer, machineId: string, entry: WireEntry): void {
  const seenBy = (role: Viewer['role']) => visibleEntry(entry, { actorId: '', role, untilSeq: null });
  const send = (seen: SeenEntry | null, roles: Viewer['role'][]) => {
    if (!seen) return;
    io.to(roles.map((role) => channels.live(machineId, role))).emit('machine:entry', {
      machineId,
      entry: fitEntry(seen),
    });
  };
  const [student, staff] = [seenBy('student'), seenBy('staff')];
  if (student === staff) send(student, ['student', 'staff']);
  else {
    send(student, ['student']);
    send(staff, ['staff']);
  }
}
