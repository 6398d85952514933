import { type MachineSpec, policyInfo } from '@overcommit/engine';
import { overcommitWords } from '@overcommit/reading';
import type { Snapshot } from '@/machineView/snapshot.ts';
import { Badge } from '@/ui/Badge.tsx';

/** The kernel and its overcommit mode: "Linux 6.1 · overcommit 0, guess". */
export function SystemPill({ spec, snapshot }: { spec: MachineSpec; snapshot: Snapshot }) {
  const words = overcommitWords(spec.policy, snapshot.machine.tunables);
  return (
    <Badge>
      <span className="font-mono">{policyInfo(spec.policy).name}</span>
      {words && <span className="text-soft">{words}</span>}
    </Badge>
  );
}
