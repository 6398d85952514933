'use client';
import type { PointsUnit, ProcessView } from '@overcommit/engine';
import { mib, mibFigure, percent } from '@overcommit/reading';
import { ChevronDown, Ellipsis } from 'lucide-react';
import { type RefObject, useRef, useState } from 'react';
import { type Action, actionsOf } from '@/machineView/actions.ts';
import type { SendLine } from '@/machineView/outcome.ts';
import type { People } from '@/machineView/people.ts';
import { rankWords, scoreOf, sizesInKb } from '@/machineView/sentences.ts';
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
  /** The machine's own rule for choosing victims; null = its kernel's. */
  rule: string | null;
  sendLine: SendLine | null;
  isCompact?: boolean;
  /** Ranks and scores are held back. */
  isHeld?: boolean;
};

/** One of my processes: its size, its rank for the killer, and the commands for it. */
export function ProcessCard({ process, people, names, unit, rule, sendLine, isCompact, isHeld }: Props) {
  const [isOpen, setOpen] = useState(false);
  const isSmall = isCompact && !isOpen;
  return (
    <li
      aria-label={`${process.name}, pid ${process.pid}`}
      className={cx(
        'grid grid-cols-1 rounded-lg border bg-panel',
        process.rank === 1 ? 'border-warn/55! shadow-[inset_3px_0_0_var(--warn)]' : 'border-line',
        isSmall ? 'py-0.5 pr-1 pl-2.5' : 'gap-1.5 px-3 py-2.5',
      )}
    >
      <div className={cx('flex min-w-0 items-center gap-x-2', !isSmall && 'flex-wrap')}>
        <Heading {...{ process, people, unit, isSmall, isHeld }} />
        {isCompact && (
          <IconButton
            size="sm"
            label={`${isOpen ? 'Less' : 'More'} about ${process.name}`}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <ChevronDown aria-hidden className={cx(isOpen && 'rotate-180')} />
          </IconButton>
        )}
      </div>
      {!isSmall && (
        <>
          <SizeBar {...{ process, people, rule, isHeld }} />
          {process.stateNote && <p className="text-xs text-soft">{process.stateNote}</p>}
          {sendLine && <Actions process={process} names={names} sendLine={sendLine} />}
        </>
      )}
    </li>
  );
}

/** Name and rank; on a small card the size instead of a rank that is not urgent. */
function Heading({
  process: p,
  people,
  unit,
  isSmall,
  isHeld,
}: Pick<Props, 'process' | 'people' | 'unit' | 'isHeld'> & { isSmall?: boolean }) {
  const isNext = p.rank === 1;
  const rank = isHeld ? '' : rankWords(p, unit);
  return (
    <>
      <OwnerMark look={people.look(p.owner)} />
      <b
        className={cx('min-w-0 max-w-full truncate font-mono font-semibold', isSmall && 'text-xs')}
        title={isSmall ? `${p.name}, pid ${p.pid}: ${rank}` : p.name}
      >
        {p.name}
      </b>
      {!isSmall && <span className="shrink-0 text-faint">pid {p.pid}</span>}
      <span
        className={cx('ml-auto text-right text-xs whitespace-nowrap', isNext ? 'font-semibold text-warn' : 'text-soft')}
      >
        {isSmall && !isNext ? mib(p.rssPages) : rank}
      </span>
    </>
  );
}

/** The buttons, and below them the form of the one that was pressed. */
function Actions({
  process,
  names,
  sendLine,
}: {
  process: ProcessView;
  names: ReadonlySet<string>;
  sendLine: NonNullable<Props['sendLine']>;
}) {
  const [actionId, setActionId] = useState<string | null>(null);
  const strip = useRef<HTMLDivElement>(null);
  const actions = actionsOf(process, names);
  const action = actions.find((a) => a.id === actionId);
  return (
    <>
      <ActionButtons
        strip={strip}
        actions={actions}
        current={actionId}
        onPick={(id) => setActionId(id === actionId ? null : id)}
        name={process.name}
      />
      {action && (
        <ActionForm
          key={action.id}
          action={action}
          sendLine={sendLine}
          onClose={(hadFocus) => {
            setActionId(null);
            if (hadFocus) buttonOf(strip.current)?.focus();
          }}
        />
      )}
    </>
  );
}

/** The whole bar is the VSZ, the filled part the RSS, the part of it with corners cut off shared. */
function SizeBar({ process: p, people, rule, isHeld }: Pick<Props, 'process' | 'people' | 'rule' | 'isHeld'>) {
  const score = scoreOf(p, rule);
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
          <i className="mark-shared absolute inset-0" />
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
          {isHeld
            ? ''
            : score === null
              ? 'no score here'
              : rule === null
                ? `score ${score}`
                : `${score} points by the rule`}
          {p.oomScoreAdj !== 0 && <> (adj {p.oomScoreAdj})</>}
        </span>
      </div>
    </>
  );
}

/** Any number of buttons joined to one strip, never wider than the card. */
const STRIP =
  'relative -ml-px flex-auto rounded-none! px-1! first:ml-0 first:rounded-l-md! last:rounded-r-md! hover:z-10 focus-visible:z-10';

/** The button of the open form. An action from the menu has the menu's button. */
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
