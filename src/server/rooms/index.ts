/** The machines that this process serves: `createRooms({ store })`. */

export * from './limits.ts';
export type { MachineFigures } from './machines/reads.ts';
export { createThreads } from './machines/threads.ts';
export { createRooms } from './rooms.ts';
export { createThrottle } from './throttle.ts';
export * from './types.ts';
