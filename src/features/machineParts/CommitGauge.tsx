import type { CommitView } from '@overcommit/engine';
import type { Use } from '@overcommit/reading';
import { kb, mib, mibFigure, percent } from '@overcommit/reading';
import type { People } from '@/machineView/people.ts';
import { gaugeReach, scaleEnd } from '@/machineView/scale.ts';
import { promiseSentence } from '@/machineView/sentences.ts';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { type OwnerLook, ownerClass } from '@/ui/OwnerMark.tsx';

/** What a kill has just taken away, in pages: it stays for a moment as an outline at the ends of the bars. */
export type Lost = { promisedPages: number; usedPages: number };

type Props = {
  commit: CommitView;
  /** Used pages by owner, each frame counted once. */
  use: Use[];
  people: People;
  /** How far its scale goes at least, in pages: two gauges side by side, or one before and after, need the same. */
  reach?: number;
  lost?: Lost | null;
  /** The accessible name, for a page with two gauges. */
  label?: string;
  className?: string;
};
/** Slots are drawn as the system’s: a page that has one may be in RAM, where its owner is drawn. */
const SLOTS: OwnerLook = { colour: null, pattern: 0, initials: 'PS', name: 'slots taken' };
type Part = { key: string; look: OwnerLook; pages: number };

/** Two bars on one scale: promised against the limit, used against what exists. */
export function CommitGauge({ commit, use, people, reach = 0, lost, label = 'Promised and used', className }: Props) {
  const exists = commit.ramPages + commit.swapTotalPages;
  const scale = scaleEnd(exists, Math.max(gaugeReach([commit]), reach));
  const parts = partsOf(commit, use, people);
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
        {commit.pagingSpace && <PagingRows space={commit.pagingSpace} scale={scale} />}
        {!(commit.pagingSpace && commit.isEnforced) && (
          <PromisedRows {...{ commit, exists, scale }} parts={parts.promised} lost={lost?.promisedPages} />
        )}
        <UsedRows {...{ commit, exists, scale }} parts={parts.used} lost={lost?.usedPages} />
      </div>
    </Card>
  );
}

/** What each owner promised and uses, in the order of the seats; the system comes first. */
function partsOf(commit: CommitView, use: Use[], people: People): { promised: Part[]; used: Part[] } {
  const rank = (owner: string | null) =>
    owner === null ? -1 : people.seats.findIndex((seat) => seat.actorId === owner);
  const parts = (list: Use[]): Part[] =>
    [...list]
      .sort((a, b) => rank(a.owner) - rank(b.owner))
      .map(({ owner, pages }) => ({ key: owner ?? 'system', look: people.look(owner), pages }));
  return {
    promised: parts(commit.byOwner.map(({ owner, promisedPages }) => ({ owner, pages: promisedPages }))),
    used: parts(use),
  };
}

/** `exists` and `scale` in pages: RAM and swap, and what the whole width stands for. */
type RowProps = { commit: CommitView; exists: number; scale: number; parts: Part[]; lost: number | undefined };

function PromisedRows({ commit, exists, scale, parts, lost = 0 }: RowProps) {
  return (
    <>
      <span />
      <ScaleLabel at={commit.limitPages} scale={scale}>
        limit {mibFigure(commit.limitPages)}
        {commit.isEnforced ? '' : ', not enforced'}
      </ScaleLabel>
      <Bar name="Promised" total={commit.committedPages} parts={parts} scale={scale}>
        {commit.committedPages > exists && (
          <i
            className="hatch-warn absolute inset-y-0"
            style={{ left: percent(exists, scale), width: percent(commit.committedPages - exists, scale) }}
          />
        )}
        <Gone from={commit.committedPages} pages={lost} scale={scale} />
        <Mark at={commit.limitPages} scale={scale} isDashed={!commit.isEnforced} />
        <Mark at={exists} scale={scale} />
      </Bar>
    </>
  );
}

/** Slots of paging space, with the marks at which the kernel warns and kills. */
function PagingRows({ space, scale }: { space: NonNullable<CommitView['pagingSpace']>; scale: number }) {
  const { total, used, npswarn, npskill } = space;
  return (
    <>
      <span />
      <ScaleLabel at={total} scale={scale}>
        paging space {mibFigure(total)}
      </ScaleLabel>
      <Bar name="Paging" total={used} parts={[{ key: 'slots', look: SLOTS, pages: used }]} scale={scale}>
        {npskill > 0 && <Mark at={total - npswarn} scale={scale} isDashed />}
        {npskill > 0 && <Mark at={total - npskill} scale={scale} />}
        <Mark at={total} scale={scale} />
      </Bar>
    </>
  );
}

function UsedRows({ commit, exists, scale, parts, lost = 0 }: RowProps) {
  const hasSwap = commit.swapTotalPages > 0;
  const used = commit.ramPages - commit.freePages + commit.swapUsedPages;
  return (
    <>
      <span />
      <ScaleLabel at={exists} scale={scale}>
        {hasSwap ? `RAM + ${commit.pagingSpace ? 'paging space' : 'swap'}` : 'RAM, no swap,'} {mibFigure(exists)}
      </ScaleLabel>
      <Bar name="Used" total={used} parts={parts} scale={scale}>
        <Gone from={used} pages={lost} scale={scale} />
        {hasSwap && <Mark at={commit.ramPages} scale={scale} isDashed />}
        <Mark at={exists} scale={scale} />
      </Bar>
      {hasSwap && (
        <>
          <span />
          <ScaleLabel at={commit.ramPages} scale={scale}>
            RAM {mibFigure(commit.ramPages)} · {commit.pagingSpace ? 'paged out' : 'swap used'}{' '}
            {mibFigure(commit.swapUsedPages)}
          </ScaleLabel>
        </>
      )}
    </>
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

/** What is gone since the kill, behind the bar's end. The figure stands in it where there is room. */
function Gone({ from, pages, scale }: { from: number; pages: number; scale: number }) {
  if (pages <= 0) return null;
  return (
    <i
      aria-hidden
      className="ghost-kill @container absolute inset-y-0 overflow-hidden text-right text-2xs leading-[22px] font-semibold text-kill not-italic"
      style={{ left: percent(from, scale), width: percent(Math.min(pages, scale - from), scale) }}
    >
      <span className="hidden rounded-sm bg-panel px-1 whitespace-nowrap @min-[3.75rem]:inline">
        ✖ −{mibFigure(pages)}
      </span>
    </i>
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

/** A label at its mark. It is shifted by its own share of the width, so it never leaves the scale. */
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
