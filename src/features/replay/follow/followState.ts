import { figures } from '@overcommit/reading';

/** `private`: the reader moves alone; `following`: the reader sees the leader's entry; `leading`: others may follow. */
export type FollowMode = 'private' | 'following' | 'leading';
export type LeaderPlace = { actorId: string; seq: number | null; view: string | null };
export type FollowState = { mode: FollowMode; leader: LeaderPlace | null };
export type FollowEvent =
  | { type: 'leader'; leader: LeaderPlace | null; isMe: boolean }
  /** Key or button: start or stop following the leader. */
  | { type: 'toggle' }
  /** The reader moved. */
  | { type: 'ownMove' };

export const ALONE: FollowState = { mode: 'private', leader: null };

/** Following begins only when the reader asks for it, and ends with the reader's first own move. */
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

/** Entries between the reader and the leader; null = they are at the same entry, or it is not known. */
export function distanceWords(seq: number, leader: LeaderPlace): string | null {
  if (leader.seq === null || leader.seq === seq) return null;
  return leader.seq > seq ? `${figures(leader.seq - seq)} behind` : `${figures(seq - leader.seq)} ahead`;
}
