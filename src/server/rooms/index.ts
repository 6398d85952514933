/** The machines that this process serves: `createRooms({ store })`. */

export { createEffort } from './effort.ts';
export * from './limits.ts';
export { createRooms } from './rooms.ts';
export * from './types.ts';
