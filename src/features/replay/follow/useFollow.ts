'use client';
import { type ClientToServer, PROTOCOL_VERSION, type ServerToClient } from '@overcommit/protocol';
import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import type { Socket } from 'socket.io-client';
import { ALONE, stepFollow } from './followState.ts';

type Wire = Socket<ServerToClient, ClientToServer>;
/** Moves within so many milliseconds go out as one. */
const GATHER_MS = 150;

type Place = { machineId: string; seq: number; last: number; view: string | null; myActor: string | null };
type Moves = { onFollow: (seq: number) => void; onView: (view: string) => void };

/** The shared side of a replay: who leads it, whether this reader follows, and what was recorded since it was read. */
export function useFollow({ machineId, seq, last, view, myActor }: Place, { onFollow, onView }: Moves) {
  const [state, dispatch] = useReducer(stepFollow, ALONE);
  const [newest, setNewest] = useState(last);
  const [refusal, setRefusal] = useState<string | null>(null);
  const socket = useRef<Wire | null>(null);
  const isLeading = useRef(false);
  isLeading.current = state.mode === 'leading';
  const from = useRef({ last, myActor });
  from.current = { last, myActor };
  // A socket is a resource outside React: open while the replay is. Its library comes in its own file.
  useEffect(() => {
    let isClosed = false;
    void import('socket.io-client').then(({ io }) => {
      if (isClosed) return;
      const own: Wire = io({ path: '/socket.io' });
      socket.current = own;
      const hear = (leader: Parameters<ServerToClient['replay:leader']>[0]['leader']) =>
        dispatch({ type: 'leader', leader, isMe: leader !== null && leader.actorId === from.current.myActor });
      own.on('connect', () => {
        const join = { machineId, afterSeq: from.current.last, protocol: PROTOCOL_VERSION } as const;
        own.emit('machine:join', join, (answer) => {
          if (!answer.ok) return;
          setNewest(answer.seq);
          if (isLeading.current) own.emit('replay:lead', { machineId, isLeading: true }, () => {});
          own.emit('replay:leader', { machineId }, (now) => now.ok && hear(now.leader));
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
  }, [machineId]);

  const { mode, leader } = state;
  // A leader's moves are told to the others, a few a second.
  useEffect(() => {
    if (mode !== 'leading') return;
    const timer = setTimeout(() => socket.current?.emit('replay:where', { machineId, seq, view }, () => {}), GATHER_MS);
    return () => clearTimeout(timer);
  }, [mode, machineId, seq, view]);
  const isFollowing = mode === 'following';
  const leaderSeq = leader?.seq ?? null;
  const leaderView = leader?.view ?? null;
  // Whoever follows goes where the leader is.
  useEffect(() => {
    if (isFollowing && leaderSeq !== null) onFollow(leaderSeq);
  }, [isFollowing, leaderSeq, onFollow]);
  // And looks at what the leader looks at.
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
    [machineId],
  );
  return {
    mode,
    leader,
    refusal,
    lead,
    toggle: useCallback(() => dispatch({ type: 'toggle' }), []),
    ownMove: useCallback(() => dispatch({ type: 'ownMove' }), []),
    /** Entries that were recorded since this log was read. */
    newer: Math.max(0, newest - last),
  };
}
export type Follow = ReturnType<typeof useFollow>;
