import type { AutomaticFigure, MemberCredit, Rubric, RubricItem, SealVerdicts } from '@overcommit/coursework';
import type { EventStore } from '@overcommit/event-store';
import type { Db } from '../../db.ts';
import type { GradedTeam, Verdicts } from '../types.ts';
import { createJudge, type Judge, JudgingStopped } from './judge.ts';
import { creditKey, itemKey, workDigest } from './key.ts';
import { stoppedVerdicts } from './stopped.ts';
import { judgeWorks, PREVIEW_MS } from './works.ts';

type Deps = { db: Db; store: EventStore };
type Kept = Map<string, unknown>;

async function read(db: Db, keys: string[]): Promise<Kept> {
  const rows = await db.verdict.findMany({ where: { key: { in: keys } }, select: { key: true, data: true } });
  return new Map(rows.map(({ key, data }) => [key, data]));
}

type NewVerdicts = { asked: Asked; found: SealVerdicts; rubric: Rubric };

async function keep(db: Db, { asked, found, rubric }: NewVerdicts): Promise<void> {
  const { work, isPreview } = asked;
  const rows = rubric.items.map((item) => ({ key: itemKey(work, item), data: found.items[item.id] ?? {}, isPreview }));
  const all = [...rows, { key: creditKey(work), data: found.credit, isPreview }];
  await db.verdict.createMany({ data: all, skipDuplicates: true });
  const before = new Date(Date.now() - PREVIEW_MS);
  if (isPreview) await db.verdict.deleteMany({ where: { isPreview: true, createdAt: { lt: before } } });
}

/** Verdicts are kept by all that they were worked out from, so they are worked out once and never grow old. */
export function createVerdicts({ db, store }: Deps, judge: Judge = createJudge()): Verdicts {
  const running = new Map<string, Promise<SealVerdicts>>();
  let judged = 0;

  async function workOut(asked: Asked, kept: Kept): Promise<SealVerdicts> {
    const missing = { items: asked.items.filter((item) => !kept.has(itemKey(asked.work, item))) };
    judged += 1;
    const { team, isUrgent } = asked;
    const [found] = await judgeWorks({ db, store }, judge, { teams: [team], rubric: missing, isUrgent });
    if (!found) throw new Error(`the work of ${team.teamId} was not judged`);
    // A cache: an answer that could not be kept is still the answer.
    await keep(db, { asked, found, rubric: missing }).catch(() => {});
    const rest = asked.items.filter((item) => kept.has(itemKey(asked.work, item)));
    return { ...found, items: { ...found.items, ...itemsIn(kept, asked.work, rest) } };
  }

  function once(asked: Asked, kept: Kept): Promise<SealVerdicts> {
    const key = JSON.stringify([asked.work, asked.items]);
    const before = running.get(key);
    if (before) return before;
    const found = workOut(asked, kept)
      .catch((error: unknown) => {
        if (error instanceof JudgingStopped) return stoppedVerdicts(asked.team, asked.items, error.message);
        throw error;
      })
      .finally(() => running.delete(key));
    running.set(key, found);
    return found;
  }

  async function known(teams: readonly GradedTeam[], rubric: Rubric) {
    const items = automatic(rubric);
    const digests = teams.map((team) => ({ team, work: workDigest(team) }));
    const kept = await read(
      db,
      digests.flatMap(({ work }) => keysOf(work, items)),
    );
    return new Map(
      digests.flatMap(({ team, work }) => {
        const found = verdictsIn(kept, work, items);
        return found ? [[team.teamId, found] as const] : [];
      }),
    );
  }

  return {
    known,
    async of(team, rubric) {
      const asked = {
        team,
        work: workDigest(team),
        items: automatic(rubric),
        isPreview: team.seal === null,
        isUrgent: true,
      };
      const kept = await read(db, keysOf(asked.work, asked.items));
      return verdictsIn(kept, asked.work, asked.items) ?? once(asked, kept);
    },
    async fill(teams, rubric, onProgress = () => {}) {
      const items = automatic(rubric);
      const done = await known(teams, rubric);
      let count = done.size;
      onProgress(count);
      for (const team of teams) {
        if (done.has(team.teamId)) continue;
        const work = workDigest(team);
        const kept = await read(db, keysOf(work, items));
        if (!verdictsIn(kept, work, items))
          await once({ team, work, items, isPreview: team.seal === null, isUrgent: false }, kept);
        count += 1;
        onProgress(count);
      }
    },
    judged: () => judged,
    close: () => judge.close(),
  };
}

type Asked = { team: GradedTeam; work: string; items: RubricItem[]; isPreview: boolean; isUrgent: boolean };

const automatic = ({ items }: Rubric): RubricItem[] => items.filter((item) => item.kind === 'automatic');
const keysOf = (work: string, items: readonly RubricItem[]): string[] => [
  ...items.map((item) => itemKey(work, item)),
  creditKey(work),
];

function itemsIn(kept: Kept, work: string, items: readonly RubricItem[]): SealVerdicts['items'] {
  const found = items.map((item) => [item.id, kept.get(itemKey(work, item)) as Record<string, AutomaticFigure>]);
  return Object.fromEntries(found);
}

function verdictsIn(kept: Kept, work: string, items: readonly RubricItem[]): SealVerdicts | null {
  if (!keysOf(work, items).every((key) => kept.has(key))) return null;
  const credit = kept.get(creditKey(work)) as Record<string, MemberCredit>;
  return { items: itemsIn(kept, work, items), credit };
}
