import {
  DeskAtInput,
  DeskJoinInput,
  DeskRefInput,
  JoinInput,
  LeaderInput,
  LeadInput,
  LeaveInput,
  PartInput,
  PresenceInput,
  refused,
  type Viewer,
  WhereInput,
} from '@overcommit/protocol';
import type { Answers } from './answers.ts';
import type { Desks } from './desks.ts';
import type { Leading } from './leading.ts';
import type { PresenceBoard } from './presence.ts';
import { type Route, route } from './requests.ts';
import type { RealtimeSocket } from './types.ts';
import type { Viewing } from './viewing.ts';

export type RoutePorts = { viewing: Viewing; answers: Answers; board: PresenceBoard; leading: Leading; desks: Desks };

/** Every request that a socket may make, with what answers it. */
export function routesOf({ viewing, answers, board, leading, desks }: RoutePorts, socket: RealtimeSocket) {
  /** A request that only a viewer of the machine may make. */
  function asViewer<Input extends { machineId: string }>(handle: (input: Input, viewer: Viewer) => Promise<object>) {
    return async (input: Input): Promise<object> => {
      const viewer = viewing.viewerOf(socket, input.machineId);
      return viewer ? handle(input, viewer) : refused('PRECONDITION_FAILED', 'Join the machine first.');
    };
  }

  const routes: Record<string, Route> = {
    'machine:join': route(JoinInput, (input) => viewing.join(socket, input)),
    'machine:leave': route(LeaveInput, async ({ machineId }) => {
      viewing.leave(socket, machineId);
      return { ok: true };
    }),
    'machine:part': route(PartInput, asViewer(answers.part)),
    'presence:update': route(
      PresenceInput,
      asViewer(async ({ machineId, presence }, { actorId }) => {
        board.set(machineId, socket.id, { actorId, presence });
        return { ok: true };
      }),
    ),
    'replay:lead': route(
      LeadInput,
      asViewer(async (wish, viewer) => leading.lead(socket.id, viewer, wish)),
    ),
    'replay:where': route(
      WhereInput,
      asViewer(async (place, viewer) => leading.where(socket.id, viewer, place)),
    ),
    'replay:leader': route(
      LeaderInput,
      asViewer(async ({ machineId }, viewer) => ({ ok: true, leader: leading.leader(machineId, viewer) })),
    ),
    'desk:join': route(DeskJoinInput, ({ assignmentId }) => desks.join(socket, assignmentId)),
    'desk:leave': route(DeskRefInput, async ({ assignmentId }) => {
      desks.leave(socket, assignmentId);
      return { ok: true };
    }),
    'desk:at': route(DeskAtInput, async ({ assignmentId, ...at }) => desks.at(socket, assignmentId, at)),
  };
  return routes;
}
