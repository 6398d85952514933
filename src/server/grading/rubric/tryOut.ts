import type { AutomaticItem, SealVerdicts } from '@overcommit/coursework';
import type { TriedRow } from '@overcommit/protocol/api';
import { gradedTeams } from '../teams.ts';
import type { GradedTeam, RubricDeps } from '../types.ts';

type Range = { logsOf: string; from: number; most: number };

/** Who of these groups earns an item, and by which entries. */
export async function tryItem(
  deps: RubricDeps,
  { logsOf, from, most }: Range,
  item: AutomaticItem,
): Promise<{ rows: TriedRow[]; groups: number; isPreview: boolean }> {
  const teams = await gradedTeams(deps, logsOf);
  const some = teams.slice(from, from + most);
  const found = await deps.trials.of(some, { items: [item] });
  return {
    rows: some.flatMap((team) => rowsOf(team, item, found.get(team.teamId))),
    groups: teams.length,
    isPreview: some.some(({ seal }) => seal === null),
  };
}

/** A row for the group, or one for each member. */
function rowsOf(team: GradedTeam, item: AutomaticItem, verdicts: SealVerdicts | undefined): TriedRow[] {
  const people = item.scope === 'group' ? team.members.slice(0, 1) : team.members;
  return people.flatMap(({ userId, name }) => {
    const figure = verdicts?.items[item.id]?.[userId];
    if (!figure) return [];
    const { verdict, points, explanation, machineId, evidence } = figure;
    return [
      {
        id: `${team.teamId} ${item.scope === 'group' ? '' : userId}`,
        group: team.name,
        name: item.scope === 'group' ? null : name,
        ...{ verdict: verdict ?? 'error', points, explanation, machineId, evidence },
      },
    ];
  });
}

/** The same of an uploaded log. Its people are known by their actors only. */
export async function tryText(
  deps: RubricDeps,
  text: string,
  item: AutomaticItem,
): Promise<{ ok: true; rows: TriedRow[] } | { ok: false; line: number; message: string }> {
  const judged = await deps.trials.text(text, { items: [item] });
  if (!judged.ok) return judged;
  const rows = judged.results.map(({ actor, verdict, points, explanation, evidence }): TriedRow => {
    return {
      id: actor ?? 'group',
      group: 'Uploaded log',
      name: actor,
      verdict,
      points,
      explanation,
      machineId: null,
      evidence,
    };
  });
  return { ok: true, rows };
}
