/** Socket.IO on the HTTP server: `createRealtime({ httpServer, rooms, authenticate, mayView })`. */
export { createRealtime } from './realtime.ts';
export * from './types.ts';
