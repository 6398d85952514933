import { figures } from '@overcommit/reading';

/** `private`: one's own way through the log; `following`: wherever the leader goes; `leading`: others may follow. */
export type FollowMode = 'private' | 'following' | 'leading';
export type LeaderPlace = { actorId: string; seq: number | null; view: string | null };
export type FollowState = { mode: FollowMode; leader: LeaderPlace | null };
export type FollowEvent =
  | { type: 'leader'; leader: LeaderPlace | null; isMe: boolean }
  /** Key or button: follow the leader, or go one's own way again. */
  | { type: 'toggle' }
  /** The reader went somewhere by themselves. */
  | { type: 'ownMove' };

export const ALONE: FollowState = { mode: 'private', leader: null };

/** Nobody is ever moved against their will: following begins by the reader's own act, and ends with their first own move. */
export function stepFollow(state: FollowState, event: FollowEvent): FollowState {
  if (event.type === 'leader') {
    if (event.leader && event.isMe) return { mode: 'leading', leader: event.leader };
    const isOver = event.leader === null || state.mode === 'leading' || state.leader?.actorId !== event.leader.actorId;
    return { mode: isOver ? 'private' : state.mode, leader: event.leader };
  }
  if (state.mode === 'leading' || state.leader === null) return state;
  if (event.type === 'ownMove') return state.mode === 'following' ? { ...state, mode: 'private' } : state;
  return { ...state, mode: state.mode === 'following' ? 'private' : 'following' };
}

/** How far the reader is from the leader; null = they are at one place, or it is not known. */
export function distanceWords(seq: number, leader: LeaderPlace): string | null {
  if (leader.seq === null || leader.seq === seq) return null;
  return leader.seq > seq ? `${figures(leader.seq - seq)} behind` : `${figures(seq - leader.seq)} ahead`;
}
