'use client';
import { mib, mibFigure } from '@overcommit/reading';
import { useId, useMemo } from 'react';
import type { Axis } from '@/machineView/river/axis.ts';
import type { River } from '@/machineView/river/river.ts';
import {
  bandNames,
  bandPaths,
  beyondLabel,
  beyondPath,
  type Field,
  promisedPath,
  yOf,
} from '@/machineView/river/shape.ts';
import { OwnerDefs, ownerFillOf } from '@/ui/OwnerDefs.tsx';

type Props = {
  river: River;
  axis: Axis;
  /** The end of the scale in pages: the same for all rivers that are compared. */
  end: number;
  width: number;
  height: number;
  /** Without words, for a list of many. */
  isSmall?: boolean;
};

/** One machine over its entries: used by owner, promised as a dashed line, what is promised beyond memory hatched. A picture only: its words are elsewhere. */
export function RiverPicture({ river, axis, end, width, height, isSmall = false }: Props) {
  const id = useId();
  const field = useMemo(() => ({ axis, end, width, height }), [axis, end, width, height]);
  const paths = useMemo(() => bandPaths(river, field), [river, field]);
  const beyond = useMemo(() => beyondPath(river, field), [river, field]);
  const looks = river.bands.map(({ look }) => look);
  const ram = yOf(field, river.existsPages);
  return (
    <svg width={width} height={height} aria-hidden className="block overflow-visible" focusable="false">
      <OwnerDefs prefix={id} looks={looks} />
      <pattern id={`${id}b`} width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="9" height="9" fill="var(--warn-bg)" />
        <path d="M0 0V9" stroke="var(--warn)" strokeWidth="3" strokeOpacity="0.5" />
      </pattern>
      <path d={beyond} fill={`url(#${id}b)`} />
      {paths.map(({ key, path }, i) => (
        <path key={key} d={path} fill={ownerFillOf(id, looks[i] ?? { colour: null, pattern: 0 })} />
      ))}
      <path
        d={promisedPath(river, field)}
        fill="none"
        stroke={isSmall ? 'var(--soft)' : 'var(--ink)'}
        strokeWidth={isSmall ? 1 : 1.75}
        strokeDasharray={isSmall ? '3 3' : '5 4'}
      />
      <path d={`M0 ${ram}H${width}`} stroke="var(--ink)" strokeWidth={isSmall ? 1 : 1.75} />
      <Marks river={river} field={field} isSmall={isSmall} />
      {!isSmall && <Words river={river} field={field} />}
    </svg>
  );
}

/** A line for each kill, a triangle for each refusal and warning. */
function Marks({ river, field, isSmall }: { river: River; field: Field; isSmall: boolean }) {
  const { axis, width, height } = field;
  return (
    <>
      {spread(river, field).map(({ seq, kind }) => {
        const x = axis.at(seq) * width;
        if (kind === 'kill')
          return <path key={`${seq} k`} d={`M${x} 0V${height}`} stroke="var(--kill)" strokeWidth={isSmall ? 2 : 2.5} />;
        const side = isSmall ? 3.5 : 5;
        return (
          <g key={`${seq} r`} className="text-warn">
            {!isSmall && <path d={`M${x} 0V${height}`} stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 3" />}
            <path d={`M${x - side} ${side * 2}H${x + side}L${x} 0Z`} fill="currentColor" />
          </g>
        );
      })}
    </>
  );
}

/** Kills and refusals, at most one for every few pixels, kills first: a thousand refusals are one look. */
function spread({ markers }: River, { axis, width }: Field) {
  const best = new Map<number, River['markers'][number]>();
  for (const mark of markers) {
    if (mark.kind !== 'kill' && mark.kind !== 'refusal' && mark.kind !== 'warning') continue;
    const place = Math.round((axis.at(mark.seq) * width) / 4);
    if (best.get(place)?.kind !== 'kill') best.set(place, mark);
  }
  return [...best.values()];
}

const HALO = { paintOrder: 'stroke', stroke: 'var(--panel)', strokeWidth: 3.5, strokeLinejoin: 'round' } as const;

/** Owners' names in their bands, and what is promised that does not exist. */
function Words({ river, field }: { river: River; field: Field }) {
  const names = bandNames(river, field);
  const beyond = beyondLabel(river, field);
  const looks = new Map(river.bands.map(({ key, look }) => [key, look]));
  const beyondWords =
    beyond &&
    (beyond.width > 240 ? `${mib(beyond.pages)} promised that no one has` : `${mibFigure(beyond.pages)} beyond`);
  return (
    <g fontSize="12" fontWeight="600" fill="var(--ink)" style={HALO}>
      {names.map(({ key, x, y, width }) => (
        <text key={key} x={x} y={y + 4} textAnchor="middle">
          {cut(looks.get(key)?.name ?? '', width)}
        </text>
      ))}
      {beyond && beyondWords && beyond.width > 76 && (
        <text x={beyond.x + 6} y={beyond.y + 4} fill="var(--warn)">
          {beyondWords}
        </text>
      )}
    </g>
  );
}

/** About as many letters as fit. */
const LETTER = 7;
const cut = (name: string, width: number): string =>
  name.length * LETTER <= width ? name : `${name.slice(0, Math.max(1, Math.floor(width / LETTER) - 1))}…`;
