/** The contract of an append-only log, its in-memory twin, the hash chain and upcasting. */
export * from './append.ts';
export * from './canonical.ts';
export * from './hashChain.ts';
export * from './memoryStore.ts';
export * from './snapshotsToDrop.ts';
export * from './types.ts';
export * from './upcast.ts';
