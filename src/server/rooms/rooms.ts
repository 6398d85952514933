import type { Rooms, RoomsOptions } from './types.ts';

export function createRooms(_options: RoomsOptions): Rooms {
  throw new Error('not there yet');
}
