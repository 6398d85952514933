import { teamsOf } from '../work/index.ts';
import type { GradingDeps } from './types.ts';

/** The last entry that counts, by machine, of those machines that are in a team's seal. */
export async function handedInAt(
  deps: Pick<GradingDeps, 'db' | 'store'>,
  assignmentId: string,
  machineIds: readonly string[],
): Promise<Map<string, number>> {
  const teams = await teamsOf(deps, assignmentId);
  const parts = teams.flatMap(({ submission }) => submission.seal?.parts ?? []);
  return new Map(
    parts.filter(({ machineId }) => machineIds.includes(machineId)).map((part) => [part.machineId, part.seq]),
  );
}
