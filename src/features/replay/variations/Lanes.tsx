'use client';
import type { LaneReport } from '@overcommit/engine';
import type { VariationShape } from '@overcommit/protocol/api';
import { count, entryNumber, killCount, percent } from '@overcommit/reading';
import { ChevronDown, ChevronRight, Ellipsis, Plus } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '@/ui/Button.tsx';
import { cx } from '@/ui/cx.ts';
import { Menu } from '@/ui/Menu.tsx';
import type { Variations } from './useVariations.ts';

type Props = {
  variations: Variations;
  last: number;
  openId: string | null;
  onOpen: (id: string | null) => void;
  onNew: () => void;
};

/** The variations below the main line. Each begins at the entry where it branches off. */
export function Lanes({ variations, last, openId, onOpen, onNew }: Props) {
  const { all } = variations;
  const [isCollapsed, setCollapsed] = useState(false);
  const Chevron = isCollapsed ? ChevronRight : ChevronDown;
  return (
    <section aria-label="Variations" className="mb-1.5 grid gap-1">
      <div className="flex items-center gap-1.5 text-xs">
        {all.length > 0 && (
          <Button size="sm" variant="ghost" aria-expanded={!isCollapsed} onClick={() => setCollapsed(!isCollapsed)}>
            <Chevron aria-hidden />
            {count(all.length, 'variation')}
          </Button>
        )}
        <Button size="sm" variant="ghost" onClick={onNew} title="v">
          <Plus aria-hidden />
          What if …
        </Button>
      </div>
      {!isCollapsed && all.length > 0 && (
        <ul className="grid max-h-28 grid-cols-1 [@media(max-height:900px)]:max-h-16 overflow-y-auto [scrollbar-width:none]">
          {all.map((one) => (
            <LaneItem
              key={one.id}
              one={one}
              last={last}
              isOpen={one.id === openId}
              onOpen={() => onOpen(one.id === openId ? null : one.id)}
              variations={variations}
              onGone={() => one.id === openId && onOpen(null)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

/** Red after a kill for memory, amber after a refusal, else grey. */
export function outcomeOf(report: LaneReport): { words: string; text: string; bar: string } {
  const kills = killCount(report);
  if (kills > 0) return { words: `✖ ${count(kills, 'kill')}`, text: 'text-kill', bar: 'bg-kill' };
  const refusals = report.refusals.length;
  if (refusals > 0) return { words: `▲ ${count(refusals, 'refusal')}`, text: 'text-warn', bar: 'bg-warn' };
  return { words: 'nobody killed', text: 'text-soft', bar: 'bg-soft' };
}

type ItemProps = {
  one: VariationShape;
  last: number;
  isOpen: boolean;
  onOpen: () => void;
  onGone: () => void;
  variations: Variations;
};

function LaneItem({ one, last, isOpen, onOpen, onGone, variations }: ItemProps) {
  const { words, text, bar } = outcomeOf(one.report);
  const start = percent(one.fromSeq, last);
  return (
    <li className="relative grid grid-cols-1">
      <button
        type="button"
        aria-pressed={isOpen}
        onClick={onOpen}
        title={`${one.name}: ${one.report.title}, from ${entryNumber(one.fromSeq)}, by ${one.ownerName}`}
        className={cx(
          'grid min-h-7 min-w-0 content-end gap-1 rounded-md px-[3px] pb-1 text-left -outline-offset-2 hover:bg-sunk',
          isOpen && 'bg-sunk',
        )}
      >
        <span className={cx('flex min-w-0 items-baseline gap-2 pl-1 text-xs', one.mayChange && 'pr-8')}>
          <span className={cx('min-w-0 truncate', isOpen && 'font-semibold')}>{one.name}</span>
          <span className={cx('shrink-0', text)}>{words}</span>
          <span className="min-w-0 truncate text-soft max-sm:hidden">
            {one.report.title} from {entryNumber(one.fromSeq)}
            {one.isEdited && ', edited inputs'}
            {!one.isShared && ', private'}
          </span>
        </span>
        {/* On the scale of the timeline above: it begins at the branch entry. */}
        <span aria-hidden className="relative block h-1 rounded-full bg-sunk">
          <span
            className={cx('absolute inset-y-0 right-0 rounded-full', bar, one.isEdited && 'opacity-60')}
            style={{ left: start }}
          />
        </span>
      </button>
      {one.mayChange && <LaneMenu one={one} onGone={onGone} variations={variations} />}
    </li>
  );
}

function LaneMenu({ one, onGone, variations }: Pick<ItemProps, 'one' | 'onGone' | 'variations'>) {
  const share = {
    label: one.isShared ? 'Make private' : 'Share with everyone here',
    onSelect: () => variations.share(one.id, !one.isShared),
  };
  const remove = {
    label: 'Delete',
    onSelect: () => {
      onGone();
      variations.remove(one);
    },
  };
  return (
    <Menu
      align="end"
      trigger={
        <IconButton size="sm" label={`More about ${one.name}`} className="absolute! top-0 right-0">
          <Ellipsis aria-hidden />
        </IconButton>
      }
      items={one.isMine || one.isShared ? [share, remove] : [remove]}
    />
  );
}
