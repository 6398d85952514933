import type { MachineInfo as Wire } from '@overcommit/protocol';

/**
 * A machine as its page gets it; `mayManage`: may share it and start it again; `membersAsk`: every member may put the
 * questions of the lab.
 */
export type MachineInfo = Wire & { mayManage: boolean; membersAsk: boolean };
