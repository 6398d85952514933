import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MachineSpec } from '@overcommit/engine';
import type { EventStore } from '@overcommit/event-store';
import type { Viewer } from '@overcommit/protocol';
import { openDatabase } from '../../src/server/database/index.ts';
import { createRealtime, type Realtime } from '../../src/server/realtime/index.ts';
import { createRooms, type RoomLimits, type Rooms } from '../../src/server/rooms/index.ts';
import { createPostgresStore } from '../../src/server/store/index.ts';

/** The live half of the server: store, rooms, sockets. The cookie says who a person is. */
export type LabServer = {
  url: string;
  port: number;
  rooms: Rooms;
  realtime: Realtime;
  store: EventStore;
  close(): Promise<void>;
};

/** With the bound that rooms set, because screens boot from the log's header. */
const settings = { 'kernel/threads-max': '512' };
export const SPEC: MachineSpec = { memKb: 262144, swapKb: 65536, policy: 'linux-6.1', seed: 7, settings };
/** A person may look unless the name begins with `no`; `quiz-N` sees the log up to entry N. */
function viewerNamed(person: string): Viewer | null {
  if (person.startsWith('no')) return null;
  const untilSeq = person.startsWith('quiz-') ? Number(person.slice(5)) : null;
  return { actorId: person, role: person === 'tess' ? 'staff' : 'student', untilSeq };
}

export async function startLab(
  appUrl: string,
  options: { port?: number; limits?: Partial<RoomLimits> } = {},
): Promise<LabServer> {
  const database = openDatabase(appUrl);
  const store = createPostgresStore({ sql: database.prisma });
  const rooms = createRooms({ store, limits: { commandsPerSecond: 1000, commandBurst: 1000, ...options.limits } });
  const httpServer = createServer((request, response) => void submitByHttp(rooms, request, response));
  const realtime = createRealtime<{ id: string }>({
    httpServer,
    rooms,
    authenticate: async ({ cookie }) => {
      const id = /person=([\w-]+)/.exec(cookie ?? '')?.[1];
      return id ? { id } : null;
    },
    mayView: async ({ id }) => viewerNamed(id),
    mayGrade: async () => null,
  });
  await new Promise<void>((resolve) => httpServer.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = httpServer.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    rooms,
    realtime,
    store,
    async close() {
      await realtime.close();
      httpServer.closeAllConnections();
      await new Promise((resolve) => httpServer.close(resolve));
      await rooms.close();
      await database.close();
    },
  };
}

/** A machine with a stopped clock, and ada, bob and cleo (students) and tess (staff) seated. */
export async function makeMachine({ rooms }: Pick<LabServer, 'rooms'>, machineId: string): Promise<void> {
  await rooms.create({ machineId, spec: SPEC });
  await rooms.takeSeat(machineId, { actor: 'tess', uid: 0, role: 'staff' });
  await rooms.setClock(machineId, { action: 'pause', commandId: 'pause' }, 'tess');
  await rooms.setClock(machineId, { action: 'speed', ticksPerSecond: 0, commandId: 'still' }, 'tess');
  await rooms.setClock(machineId, { action: 'resume', commandId: 'resume' }, 'tess');
  for (const [i, actor] of ['ada', 'bob', 'cleo'].entries()) {
    await rooms.takeSeat(machineId, { actor, uid: 1000 + i, role: 'student' });
  }
}

/** In place of the API: a command by POST, answered when it is stored. */
async function submitByHttp(rooms: Rooms, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const { actor, ...input } = JSON.parse(body) as { actor: string; machineId: string; commandId: string; line: string };
  response.end(JSON.stringify(await rooms.dispatch(input, actor)));
}
