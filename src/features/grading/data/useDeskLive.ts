'use client';
import {
  type ClientToServer,
  type DeskJoinAnswer,
  type DeskPerson,
  PROTOCOL_VERSION,
  type ServerToClient,
} from '@overcommit/protocol';
import { useEffect, useRef, useState } from 'react';
import type { Socket } from 'socket.io-client';
import { SOCKET } from '../../socket.ts';
import type { DeskData } from './useDeskData.ts';

type Wire = Socket<ServerToClient, ClientToServer>;
const ANSWER_MS = 15_000;
const PAUSE_MS = 2_000;

export type DeskLive = { isLive: boolean; people: DeskPerson[]; gone: boolean };
type At = { rowId: string | null; itemId: string };
type Options = { assignmentId: string; data: DeskData; at: () => At; change: (patch: Partial<DeskLive>) => void };

/** Other graders' saves as they are stored, and who works on what. After a gap the queue is read again. */
export function useDeskLive(assignmentId: string, data: DeskData, at: At): DeskLive {
  const [live, setLive] = useState<DeskLive>({ isLive: false, people: [], gone: false });
  const place = useRef(at);
  place.current = at;
  const link = useRef<{ move: () => void } | null>(null);
  const source = useRef(data);
  source.current = data;
  // The connection is a resource outside React: open while the desk is on screen.
  useEffect(() => {
    let isClosed = false;
    let stop = () => {};
    void import('socket.io-client').then(({ io }) => {
      if (isClosed) return;
      const change = (patch: Partial<DeskLive>) => setLive((was) => ({ ...was, ...patch }));
      const made = openLink(io(SOCKET) as Wire, {
        assignmentId,
        get data() {
          return source.current;
        },
        at: () => place.current,
        change,
      });
      link.current = made;
      stop = made.close;
    });
    return () => {
      isClosed = true;
      stop();
    };
  }, [assignmentId]);
  const { rowId, itemId } = at;
  // Others see where this grader is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a move is a new cell
  useEffect(() => link.current?.move(), [rowId, itemId]);
  return live;
}

function openLink(socket: Wire, options: Options): { move: () => void; close: () => void } {
  const { assignmentId, at, change } = options;
  let known = 0;
  const move = () => {
    if (socket.connected) socket.emit('desk:at', { assignmentId, ...at() }, () => {});
  };
  function joined(answer: DeskJoinAnswer): void {
    if (!answer.ok) {
      if (answer.code === 'FORBIDDEN') change({ gone: true, isLive: false });
      else setTimeout(join, PAUSE_MS);
      return;
    }
    change({ isLive: true, people: answer.people });
    if (answer.version > Math.max(known, options.data.queueVersion(at().itemId))) options.data.readAgain();
    known = answer.version;
    move();
  }
  function join(): void {
    socket
      .timeout(ANSWER_MS)
      .emit(
        'desk:join',
        { assignmentId, protocol: PROTOCOL_VERSION },
        (error: Error | null, answer: DeskJoinAnswer) => {
          if (error) setTimeout(join, PAUSE_MS);
          else joined(answer);
        },
      );
  }
  socket.on('connect', join);
  socket.on('disconnect', () => change({ isLive: false, people: [] }));
  socket.on('desk:people', (message) => {
    if (message.assignmentId === assignmentId) change({ people: message.people });
  });
  socket.on('desk:changed', (message) => {
    if (message.assignmentId !== assignmentId) return;
    const isNext = message.version <= known + 1;
    options.data.putCell(message.version, message.cell);
    if (!isNext) options.data.readAgain();
    known = Math.max(known, message.version);
  });
  socket.on('desk:gone', (message) => {
    if (message.assignmentId === assignmentId) change({ gone: true, isLive: false });
  });
  return {
    move,
    close: () => {
      socket.emit('desk:leave', { assignmentId }, () => {});
      socket.close();
    },
  };
}
