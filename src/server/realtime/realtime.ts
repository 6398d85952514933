import type { Realtime, RealtimeOptions, SocketPerson } from './types.ts';

export function createRealtime<Person extends SocketPerson>(_options: RealtimeOptions<Person>): Realtime {
  throw new Error('not there yet');
}
