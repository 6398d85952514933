'use client';
import type { LaneReport } from '@overcommit/engine';
import type { VariationShape } from '@overcommit/protocol/api';
import { count, entryNumber, killCount } from '@overcommit/reading';
import { Ellipsis, Plus } from 'lucide-react';
import { Button, IconButton } from '@/ui/Button.tsx';
import { cx } from '@/ui/cx.ts';
import { Menu } from '@/ui/Menu.tsx';
import type { Variations } from './useVariations.ts';

type Props = {
  variations: Variations;
  openId: string | null;
  onOpen: (id: string | null) => void;
  onNew: () => void;
};

/** The variations of this log, each with what came of it. */
export function Lanes({ variations, openId, onOpen, onNew }: Props) {
  const { all } = variations;
  return (
    <section aria-label="Variations" className="mb-1.5 flex items-start gap-1.5">
      <Button size="sm" variant="ghost" onClick={onNew} title="v" className="shrink-0">
        <Plus aria-hidden />
        What if …
      </Button>
      {all.length > 0 && (
        <ul className="flex max-h-16 min-w-0 flex-wrap gap-1 overflow-y-auto">
          {all.map((one) => (
            <LaneItem
              key={one.id}
              one={one}
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
function outcomeOf(report: LaneReport): { words: string; text: string } {
  const kills = killCount(report);
  if (kills > 0) return { words: `✖ ${count(kills, 'kill')}`, text: 'text-kill' };
  const refusals = report.refusals.length;
  if (refusals > 0) return { words: `▲ ${count(refusals, 'refusal')}`, text: 'text-warn' };
  return { words: 'nobody killed', text: 'text-soft' };
}

type ItemProps = {
  one: VariationShape;
  isOpen: boolean;
  onOpen: () => void;
  onGone: () => void;
  variations: Variations;
};

function LaneItem({ one, isOpen, onOpen, onGone, variations }: ItemProps) {
  const { words, text } = outcomeOf(one.report);
  return (
    <li
      className={cx(
        'flex max-w-full min-w-0 items-center rounded-md border border-line bg-panel text-xs',
        isOpen && 'border-ink! bg-sunk',
      )}
    >
      <button
        type="button"
        aria-pressed={isOpen}
        onClick={onOpen}
        title={`${one.name}: ${one.report.title}, from ${entryNumber(one.fromSeq)}, by ${one.ownerName}`}
        className="flex min-h-6.5 min-w-0 items-center gap-1.5 rounded-md px-2 -outline-offset-2 hover:bg-sunk"
      >
        <span className={cx('min-w-0 truncate', isOpen && 'font-semibold')}>{one.name}</span>
        <span className={cx('shrink-0', text)}>{words}</span>
        <span className="shrink-0 text-soft max-sm:hidden">
          {one.fromSeq > 0 && `from ${entryNumber(one.fromSeq)}`}
          {one.isEdited && ' edited'}
          {!one.isShared && ' private'}
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
        <IconButton size="sm" label={`More about ${one.name}`}>
          <Ellipsis aria-hidden />
        </IconButton>
      }
      items={one.isMine || one.isShared ? [share, remove] : [remove]}
    />
  );
}
