/** A machine as its page gets it. */
export type { MachineInfoShape as MachineInfo } from '@overcommit/protocol/api';
