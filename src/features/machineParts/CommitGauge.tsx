import type { CommitView } from '@overcommit/engine';
import { kb, mib, mibFigure, percent } from '@/machineView/meaning/format.ts';
import { promiseSentence } from '@/machineView/meaning/sentences.ts';
import type { Use } from '@/machineView/meaning/usage.ts';
import type { People } from '@/machineView/people.ts';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { type OwnerLook, ownerClass } from '@/ui/OwnerMark.tsx';

type Props = {
  commit: CommitView;
  /** Who uses what, each frame counted once; without it, what each owner maps. */
  use?: Use[];
  people: People;
  /** Its name, where a page has two. */
  label?: string;
  className?: string;
};
type Part = { key: string; look: OwnerLook; pages: number };

/** What was promised against the limit, what is used against what exists: two bars on one scale. */
export function CommitGauge({ commit, use, people, label = 'Promised and used', className }: Props) {
  const uses = use ?? commit.byOwner.map((o) => ({ owner: o.owner, pages: o.usedPages }));
  const exists = commit.ramPages + commit.swapTotalPages;
  const used = commit.ramPages - commit.freePages + commit.swapUsedPages;
  const scale = Math.max(commit.committedPages, commit.isEnforced ? commit.limitPages : 0, exists) * 1.06;
  const rank = (owner: string | null) =>
    owner === null ? -1 : people.seats.findIndex((seat) => seat.actorId === owner);
  const inOrder = <T extends { owner: string | null }>(list: T[]) =>
    [...list].sort((a, b) => rank(a.owner) - rank(b.owner));
  const part = (owner: string | null, pages: number): Part => ({
    key: owner ?? 'system',
    look: people.look(owner),
    pages,
  });
  const promised = inOrder(commit.byOwner).map((o) => part(o.owner, o.promisedPages));
  const inUse = inOrder(uses).map((o) => part(o.owner, o.pages));
  const sentence = promiseSentence(commit);
  return (
    <Card as="section" aria-label={label} className={cx('grid grid-cols-1 gap-1.5 px-3.5 pt-2.5 pb-2.5', className)}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <SectionTitle>Promised and used</SectionTitle>
        <p>
          <b className={cx('font-semibold', sentence.isBeyond && 'text-warn')}>{sentence.figure}</b>{' '}
          <span className="text-soft">{sentence.rest}</span>
        </p>
      </div>
      <div className="grid grid-cols-[5.25rem_minmax(0,1fr)] items-center gap-x-2.5">
        <span />
        <ScaleLabel at={commit.limitPages} scale={scale}>
          limit {mibFigure(commit.limitPages)}
          {commit.isEnforced ? '' : ', not enforced'}
        </ScaleLabel>
        <Bar name="Promised" total={commit.committedPages} parts={promised} scale={scale}>
          {commit.committedPages > exists && (
            <i
              className="hatch-warn absolute inset-y-0"
              style={{ left: percent(exists, scale), width: percent(commit.committedPages - exists, scale) }}
            />
          )}
          <Mark at={commit.limitPages} scale={scale} isDashed={!commit.isEnforced} />
          <Mark at={exists} scale={scale} />
        </Bar>
        <span />
        <ScaleLabel at={exists} scale={scale}>
          {commit.swapTotalPages > 0 ? 'RAM + swap' : 'RAM, no swap,'} {mibFigure(exists)}
        </ScaleLabel>
        <Bar name="Used" total={used} parts={inUse} scale={scale}>
          {commit.swapTotalPages > 0 && <Mark at={commit.ramPages} scale={scale} isDashed />}
          <Mark at={exists} scale={scale} />
        </Bar>
        {commit.swapTotalPages > 0 && (
          <>
            <span />
            <ScaleLabel at={commit.ramPages} scale={scale}>
              RAM {mibFigure(commit.ramPages)} · swap used {mibFigure(commit.swapUsedPages)}
            </ScaleLabel>
          </>
        )}
      </div>
    </Card>
  );
}

function Bar({
  name,
  total,
  parts,
  scale,
  children,
}: {
  name: string;
  total: number;
  parts: Part[];
  scale: number;
  children: React.ReactNode;
}) {
  const words = parts
    .filter((p) => p.pages > 0)
    .map((p) => `${p.look.name} ${mib(p.pages)}`)
    .join(', ');
  return (
    <>
      <span className="leading-tight">
        {name}
        <b className="block font-semibold whitespace-nowrap" title={kb(total)}>
          {mib(total)}
        </b>
      </span>
      <div
        role="img"
        aria-label={`${name}: ${mib(total)}. ${words}`}
        className="relative h-[22px] rounded-[5px] bg-sunk"
      >
        <div
          className="absolute inset-y-0 left-0 flex overflow-hidden rounded-l-[5px]"
          style={{ width: percent(total, scale) }}
        >
          {parts.map((p) => (
            <i
              key={p.key}
              title={`${p.look.name}: ${kb(p.pages)}`}
              className={cx('h-full', ownerClass(p.look))}
              style={{ width: percent(p.pages, total) }}
            />
          ))}
        </div>
        {children}
      </div>
    </>
  );
}

function Mark({ at, scale, isDashed }: { at: number; scale: number; isDashed?: boolean }) {
  if (at > scale) return null;
  return (
    <i
      aria-hidden
      className={cx('absolute -inset-y-1 w-0 border-l-2', isDashed ? 'border-dashed border-soft!' : 'border-ink!')}
      style={{ left: percent(at, scale) }}
    />
  );
}

/** A label under or above its mark that never leaves the scale: it is shifted by its own share. */
function ScaleLabel({ at, scale, children }: { at: number; scale: number; children: React.ReactNode }) {
  const isOff = at > scale;
  const left = percent(Math.min(at, scale), scale);
  return (
    <div className="relative h-5 text-2xs leading-5 text-soft">
      <span className="absolute whitespace-nowrap" style={{ left, transform: `translateX(-${left})` }}>
        {children}
        {isOff && ' →'}
      </span>
    </div>
  );
}
