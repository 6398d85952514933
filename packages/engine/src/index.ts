/** The public surface of the engine, on one page. */

export { type BootReadings, boot } from './boot.ts';
export type * from './commands.ts';
export { digest } from './digest.ts';
export type * from './entry.ts';
export { evolve } from './evolve.ts';
export { execute } from './execute.ts';
export type * from './facts.ts';
export { restFaults, violations } from './invariants.ts';
export * from './policies/ids.ts';
export { hasPolicy, policyInfo } from './policies/registry.ts';
export { needsTicks } from './process/programs/run.ts';
export { applyEntry, bootScript, makeEntry, replay, rerun, type Variation } from './replay.ts';
export * from './script/index.ts';
export { deserialise, serialise } from './serialise.ts';
export type { Machine, Process, Seat } from './state.ts';
export { ENGINE_VERSION } from './version.ts';
export { commitStatement } from './views/commit.ts';
export { describeEntry } from './views/describe.ts';
export { frameMap } from './views/frameMap.ts';
export { lspsS } from './views/lspsS.ts';
export { type Fate, type Margin, myMargin, nextVictim } from './views/margin.ts';
export { meminfo } from './views/meminfo.ts';
export { type MemoryText, memoryText } from './views/memoryText.ts';
export { badnessTable, listProcesses } from './views/processes.ts';
export { type ProcFile, procFile } from './views/procFile.ts';
export { swapS } from './views/swapS.ts';
export type * from './views/types.ts';
