import type { Viewer } from '@overcommit/protocol';

/** Socket.IO's rooms are called channels here: a room is a machine's state. */
export const channels = {
  /** All who look at a machine. */
  all: (machineId: string) => `machine:${machineId}`,
  /** Viewers who get entries as they come, by role. A viewer whose future is concealed is in `held` instead. */
  live: (machineId: string, role: Viewer['role']) => `live:${machineId}:${role}`,
  /** Viewers whose future is concealed: nothing that reveals it is sent here. */
  held: (machineId: string) => `held:${machineId}`,
  actor: (machineId: string, actorId: string) => `actor:${machineId}:${actorId}`,
  /** Staff at the grading desk of an assignment. */
  desk: (assignmentId: string) => `desk:${assignmentId}`,
  person: (personId: string) => `person:${personId}`,
};

/** Every channel of one viewer of one machine. */
export function channelsOf(machineId: string, viewer: Viewer): string[] {
  const always = [channels.all(machineId), channels.actor(machineId, viewer.actorId)];
  return [...always, viewer.untilSeq === null ? channels.live(machineId, viewer.role) : channels.held(machineId)];
}
