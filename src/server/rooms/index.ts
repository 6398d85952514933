/** The machines that this process serves: `createRooms({ store })`. */

export * from './limits.ts';
export { createRooms } from './rooms.ts';
export { createThrottle } from './throttle.ts';
export * from './types.ts';
