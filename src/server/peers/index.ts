/** Several processes of one service: `createPeers(createRedisWire(url, log))`, or `createPeers(null)` for one alone. */
export { createPeers } from './peers.ts';
export { createRedisWire } from './redisWire.ts';
export type { Peers } from './types.ts';
