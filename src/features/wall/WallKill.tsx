'use client';
import type { WallTile } from '@overcommit/protocol/api';
import { useEffect, useMemo, useRef, useState } from 'react';
import { indexPeople } from '@/machineView/people.ts';
import { foldedAxis } from '@/machineView/river/axis.ts';
import { useSize } from '@/ui/useSize.ts';
import { RiverPicture } from '../machineParts/river/RiverPicture.tsx';
import { type FreshKill, freshKill, killsOf, trailRiver } from './wallModel.ts';

/** A room needs longer to look up than a person at a desk. */
const SHOWN_MS = 8000;

/** The newest kill of the class, across the top third of the screen. Kills from before the wall was opened are not news. */
export function WallKill({ tiles, end }: { tiles: readonly WallTile[]; end: number }) {
  const [known, setKnown] = useState<ReadonlyMap<string, number> | null>(null);
  const [shown, setShown] = useState<FreshKill | null>(null);
  const [seen, setSeen] = useState<readonly WallTile[] | null>(null);
  if (seen !== tiles) {
    setSeen(tiles);
    setKnown(killsOf(tiles));
    const fresh = freshKill(tiles, known);
    if (fresh) setShown(fresh);
  }
  // Time takes it away.
  useEffect(() => {
    if (!shown) return;
    const timer = setTimeout(() => setShown(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  return (
    <div role="status" aria-live="polite" className="contents">
      {shown && <Band shown={shown} end={end} />}
    </div>
  );
}

function Band({ shown: { tile, kill }, end }: { shown: FreshKill; end: number }) {
  const people = useMemo(() => indexPeople(tile.members), [tile]);
  const whose = kill.owner === null ? '' : `${people.name(kill.owner)}’s `;
  const isSelf = kill.asker === kill.owner && kill.askerProcess === kill.victim;
  const asker =
    kill.asker === null ? kill.askerProcess : `${people.name(kill.asker)}’s ${kill.askerProcess ?? 'process'}`;
  return (
    <section
      data-kill={kill.seq}
      className="rise relative grid min-h-[33dvh] shrink-0 grid-cols-1 items-center gap-6 overflow-hidden rounded-xl bg-(--kill-band) px-10 py-6 text-white min-[1000px]:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]"
    >
      <div className="grid min-w-0 gap-2">
        <p className="text-2xl font-semibold text-white/85">{tile.groupName ?? tile.title}</p>
        <p className="text-[clamp(2.5rem,6.2vw,7.5rem)] leading-none font-bold tracking-tighter wrap-anywhere">
          ✖ {whose}
          {kill.victim}
        </p>
        <p className="text-[clamp(1.25rem,2.1vw,2.5rem)] leading-tight text-pretty">
          {asker === null
            ? 'killed because paging space ran low.'
            : `killed because ${isSelf ? 'it' : asker} needed one page.`}{' '}
          {kill.why}
        </p>
      </div>
      <Picture tile={tile} end={end} />
      <span
        aria-hidden
        className="drain absolute inset-x-0 bottom-0 h-2 bg-white/55 motion-reduce:hidden"
        style={{ animationDuration: `${SHOWN_MS}ms` }}
      />
    </section>
  );
}

/** Its river on a light ground: owners keep their colours on the red. */
function Picture({ tile, end }: { tile: WallTile; end: number }) {
  const box = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(box);
  const people = useMemo(() => indexPeople(tile.members), [tile]);
  const river = useMemo(() => trailRiver(tile, people), [tile, people]);
  const axis = useMemo(() => foldedAxis([...river.seqs.keys()], river.seqs.length - 1), [river]);
  return (
    <div aria-hidden className="h-full min-h-32 rounded-lg bg-panel p-4 text-ink max-[999px]:hidden">
      <div ref={box} className="size-full overflow-hidden">
        {width > 0 && height > 0 && <RiverPicture {...{ river, axis, end, width, height }} />}
      </div>
    </div>
  );
}
