'use client';
import type { PointsUnit, ProcessView } from '@overcommit/engine';
import { ChevronDown, Ellipsis } from 'lucide-react';
import { type RefObject, useRef, useState } from 'react';
import { type Action, actionsOf } from '@/machineView/actions.ts';
import { mib, mibFigure, percent } from '@/machineView/meaning/format.ts';
import { rankWords, sizesInKb } from '@/machineView/meaning/sentences.ts';
import type { Submit } from '@/machineView/outcome.ts';
import type { People } from '@/machineView/people.ts';
import { Button, IconButton } from '@/ui/Button.tsx';
import { cx } from '@/ui/cx.ts';
import { Menu } from '@/ui/Menu.tsx';
import { OwnerMark, ownerClass } from '@/ui/OwnerMark.tsx';
import { ActionForm } from './ActionForm.tsx';

type Props = {
  process: ProcessView;
  people: People;
  names: ReadonlySet<string>;
  unit: PointsUnit;
  submit: Submit | null;
  isCompact?: boolean;
};

/** One of my processes: how big, how near to the killer, and what can be done with it. */
export function ProcessCard({ process: p, people, names, unit, submit, isCompact }: Props) {
  const [actionId, setActionId] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const strip = useRef<HTMLDivElement>(null);
  const isNext = p.rank === 1;
  const actions = actionsOf(p, names);
  const action = actions.find((a) => a.id === actionId);
  const isSmall = isCompact && !isOpen;
  return (
    <li
      aria-label={`${p.name}, pid ${p.pid}`}
      className={cx(
        'grid grid-cols-1 rounded-lg border bg-panel',
        isNext ? 'border-warn/55! shadow-[inset_3px_0_0_var(--warn)]' : 'border-line',
        isSmall ? 'py-0.5 pr-1 pl-2.5' : 'gap-1.5 px-3 py-2.5',
      )}
    >
      <div className={cx('flex min-w-0 items-center gap-x-2', !isSmall && 'flex-wrap')}>
        <OwnerMark look={people.look(p.owner)} />
        <b
          className={cx('min-w-0 max-w-full truncate font-mono font-semibold', isSmall && 'text-xs')}
          title={isSmall ? `${p.name}, pid ${p.pid}: ${rankWords(p, unit)}` : p.name}
        >
          {p.name}
        </b>
        {!isSmall && <span className="shrink-0 text-faint">pid {p.pid}</span>}
        <span
          className={cx(
            'ml-auto text-right text-xs whitespace-nowrap',
            isNext ? 'font-semibold text-warn' : 'text-soft',
          )}
        >
          {isSmall && !isNext ? mib(p.rssPages) : rankWords(p, unit)}
        </span>
        {isCompact && (
          <IconButton
            size="sm"
            label={`${isOpen ? 'Less' : 'More'} about ${p.name}`}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <ChevronDown aria-hidden className={cx(isOpen && 'rotate-180')} />
          </IconButton>
        )}
      </div>
      {!isSmall && (
        <>
          <SizeBar process={p} people={people} />
          {p.stateNote && <p className="text-xs text-soft">{p.stateNote}</p>}
          {submit && (
            <ActionButtons
              strip={strip}
              actions={actions}
              current={actionId}
              onPick={(id) => setActionId(id === actionId ? null : id)}
              name={p.name}
            />
          )}
          {submit && action && (
            <ActionForm
              key={action.id}
              action={action}
              submit={submit}
              onClose={(hadFocus) => {
                setActionId(null);
                if (hadFocus) buttonOf(strip.current)?.focus();
              }}
            />
          )}
        </>
      )}
    </li>
  );
}

/** VSZ is the whole bar, RSS what is filled, the shared part of it hatched. */
function SizeBar({ process: p, people }: { process: ProcessView; people: People }) {
  const look = people.look(p.owner);
  const own = Math.max(0, p.rssPages - p.sharedPages);
  return (
    <>
      <div
        role="img"
        title={sizesInKb(p)}
        aria-label={`Of ${mib(p.vszPages)} mapped, ${mib(p.rssPages)} are in RAM, ${mib(p.sharedPages)} of them shared; ${mib(p.swapPages)} in swap`}
        className="flex h-2 overflow-hidden rounded-sm bg-sunk"
      >
        <i className={cx('h-full', ownerClass(look))} style={{ width: percent(own, p.vszPages) }} />
        <i className={cx('relative h-full', ownerClass(look))} style={{ width: percent(p.sharedPages, p.vszPages) }}>
          <i className="absolute inset-0 bg-[repeating-linear-gradient(135deg,transparent_0_3px,var(--panel)_3px_5px)]" />
        </i>
        <i className="h-full bg-line-strong/60" style={{ width: percent(p.swapPages, p.vszPages) }} />
      </div>
      <div className="flex flex-wrap justify-between gap-x-3 text-xs text-soft" title={sizesInKb(p)}>
        <span>
          <span className="text-ink">{mibFigure(p.rssPages)}</span> of {mib(p.vszPages)}
          {p.sharedPages > 0 && <> · PSS {mibFigure(p.pssPages)}</>}
          {p.swapPages > 0 && <> · swap {mib(p.swapPages)}</>}
        </span>
        <span>
          {p.program && <>runs {p.program} · </>}
          {p.oomScore === null ? 'no score here' : `score ${p.oomScore}`}
          {p.oomScoreAdj !== 0 && <> (adj {p.oomScoreAdj})</>}
        </span>
      </div>
    </>
  );
}

/** Buttons that stand as one strip, whatever their number; none is wider than the card. */
const STRIP =
  'relative -ml-px flex-auto rounded-none! px-1! first:ml-0 first:rounded-l-md! last:rounded-r-md! hover:z-10 focus-visible:z-10';

/** The button of the open form; what is in the menu has that of the menu. */
const buttonOf = (strip: HTMLElement | null): HTMLElement | null | undefined =>
  strip?.querySelector<HTMLElement>('[aria-expanded="true"]') ?? strip?.querySelector<HTMLElement>('button:last-child');

function ActionButtons({
  strip,
  actions,
  current,
  onPick,
  name,
}: {
  strip: RefObject<HTMLDivElement | null>;
  actions: Action[];
  current: string | null;
  onPick: (id: string) => void;
  name: string;
}) {
  return (
    <div ref={strip} className="flex">
      {actions
        .filter((a) => !a.isMore)
        .map((a) => (
          <Button
            key={a.id}
            size="sm"
            title={a.hint}
            aria-label={`${a.label} ${name}`}
            aria-expanded={a.id === current}
            className={cx(STRIP, a.id === current && 'bg-sunk')}
            onClick={() => onPick(a.id)}
          >
            {a.label}
          </Button>
        ))}
      <Menu
        align="start"
        trigger={
          <Button size="sm" aria-label={`More for ${name}`} className={STRIP}>
            <Ellipsis aria-hidden />
          </Button>
        }
        items={actions.filter((a) => a.isMore).map((a) => ({ label: a.label, onSelect: () => onPick(a.id) }))}
      />
    </div>
  );
}
