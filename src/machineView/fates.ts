import { hasPolicy, type Machine, nextVictim, POLICY_IDS, type PolicyId, policyInfo } from '@overcommit/engine';

export type FateNow = {
  id: PolicyId;
  name: string;
  /** The kernel that this machine runs. */
  isOwn: boolean;
  victim: { pid: number; name: string; uid: number; points: number } | null;
  /** Who had the most points, where a child would die in its place. */
  insteadOf: string | null;
};

/** Who would die now under each kernel: a question only, no entry is written and the machine stays as it is. */
export function fatesNow(machine: Machine): FateNow[] {
  return POLICY_IDS.filter(hasPolicy).map((id) => {
    const fate = nextVictim(machine, id);
    const victim = fate && {
      pid: fate.victim.pid,
      name: fate.victim.process,
      uid: fate.victim.uid,
      points: fate.victim.points,
    };
    return {
      id,
      name: policyInfo(id).name,
      isOwn: id === machine.spec.policy,
      victim,
      insteadOf: fate && fate.chosen.pid !== fate.victim.pid ? fate.chosen.process : null,
    };
  });
}
