'use client';
import { type ClientToServer, PROTOCOL_VERSION, type ServerToClient } from '@overcommit/protocol';
import { type Dispatch, useCallback, useEffect, useReducer, useRef, useState } from 'react';
import type { Socket } from 'socket.io-client';
import { SOCKET } from '../../socket.ts';
import { ALONE, stepFollow } from './followState.ts';

type Wire = Socket<ServerToClient, ClientToServer>;
/** Moves within 150 ms are sent as one. */
const GATHER_MS = 150;

type Place = { machineId: string; seq: number; last: number; view: string | null; myActor: string | null };
type Moves = { onFollow: (seq: number) => void; onView: (view: string) => void };

/** The shared side of a replay: who leads it, whether this reader follows, and how many entries are newer than this log. */
export function useFollow({ machineId, seq, last, view, myActor }: Place, { onFollow, onView }: Moves) {
  const [state, dispatch] = useReducer(stepFollow, ALONE);
  const { mode, leader } = state;
  const [refusal, setRefusal] = useState<string | null>(null);
  const { socket, newest } = useReplaySocket({ machineId, last, myActor, isLeading: mode === 'leading', dispatch });
  // A leader's moves go to the others, a few a second.
  useEffect(() => {
    if (mode !== 'leading') return;
    const timer = setTimeout(() => socket.current?.emit('replay:where', { machineId, seq, view }, () => {}), GATHER_MS);
    return () => clearTimeout(timer);
  }, [mode, machineId, seq, view, socket]);
  const isFollowing = mode === 'following';
  const leaderSeq = leader?.seq ?? null;
  const leaderView = leader?.view ?? null;
  // A follower goes to the leader's entry,
  useEffect(() => {
    if (isFollowing && leaderSeq !== null) onFollow(leaderSeq);
  }, [isFollowing, leaderSeq, onFollow]);
  // and opens the leader's tab.
  useEffect(() => {
    if (isFollowing && leaderView !== null) onView(leaderView);
  }, [isFollowing, leaderView, onView]);

  const lead = useCallback(
    (wish: boolean) => {
      setRefusal(null);
      socket.current?.emit('replay:lead', { machineId, isLeading: wish }, (answer) => {
        if (!answer.ok) setRefusal(answer.message);
      });
    },
    [machineId, socket],
  );
  return {
    mode,
    leader,
    refusal,
    lead,
    toggle: useCallback(() => dispatch({ type: 'toggle' }), []),
    ownMove: useCallback(() => dispatch({ type: 'ownMove' }), []),
    /** Entries recorded since this log was read. */
    newer: Math.max(0, newest - last),
  };
}

type SocketOptions = Pick<Place, 'machineId' | 'last' | 'myActor'> & {
  isLeading: boolean;
  dispatch: Dispatch<Parameters<typeof stepFollow>[1]>;
};

/** The socket of a replay. Reports the leader, and the number of the newest entry. */
function useReplaySocket({ machineId, last, myActor, isLeading, dispatch }: SocketOptions) {
  const [newest, setNewest] = useState(last);
  const socket = useRef<Wire | null>(null);
  const now = useRef({ last, myActor, isLeading });
  now.current = { last, myActor, isLeading };
  // A socket is a resource outside React: open while the replay is mounted. Its library is a file of its own.
  useEffect(() => {
    let isClosed = false;
    void import('socket.io-client').then(({ io }) => {
      if (isClosed) return;
      const own: Wire = io(SOCKET);
      socket.current = own;
      const hear = (leader: Parameters<ServerToClient['replay:leader']>[0]['leader']) =>
        dispatch({ type: 'leader', leader, isMe: leader !== null && leader.actorId === now.current.myActor });
      own.on('connect', () => {
        const join = { machineId, afterSeq: now.current.last, protocol: PROTOCOL_VERSION } as const;
        own.emit('machine:join', join, (answer) => {
          if (!answer.ok) return;
          setNewest(answer.seq);
          if (now.current.isLeading) own.emit('replay:lead', { machineId, isLeading: true }, () => {});
          own.emit('replay:leader', { machineId }, (current) => current.ok && hear(current.leader));
        });
      });
      own.on('machine:entry', (message) => setNewest((was) => Math.max(was, message.entry.seq)));
      own.on('replay:leader', (message) => message.machineId === machineId && hear(message.leader));
      own.on('disconnect', () => dispatch({ type: 'leader', leader: null, isMe: false }));
    });
    return () => {
      isClosed = true;
      socket.current?.close();
      socket.current = null;
    };
  }, [machineId, dispatch]);
  return { socket, newest };
}
export type Follow = ReturnType<typeof useFollow>;
