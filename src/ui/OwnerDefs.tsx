import type { OwnerLook } from './OwnerMark.tsx';

type Look = Pick<OwnerLook, 'colour' | 'pattern'>;

/** The fill of an owner's surface in an SVG that has `OwnerDefs` with the same `prefix`. */
export const ownerFillOf = (prefix: string, look: Look): string => `url(#${prefix}${idOf(look)})`;
const idOf = ({ colour, pattern }: Look): string => `own-${colour ?? 'none'}-${pattern}`;
export const ownerVar = (colour: number | null): string =>
  colour === null ? 'var(--kernel)' : `var(--owner-${colour % 8})`;

/** Strokes of the eight patterns on a tile of 8 × 8. The canvas has the same: src/ui/ownerPaint.ts */
const STROKES = [
  '',
  'M0 8L8 0M-2 2L2 -2M6 10L10 6',
  'M0 4H8',
  'M3.99 4H4.01',
  'M4 0V8',
  'M0 0L8 8M-2 6L2 10M6 -2L10 2',
  'M4 0V8M0 4H8',
  'M0 2H4M4 6H8',
];
const DOTS = 3;
const SQUARES = 7;

/** Defines the surfaces of these owners for one SVG. */
export function OwnerDefs({ prefix, looks }: { prefix: string; looks: readonly Look[] }) {
  const unique = [...new Map(looks.map((look) => [idOf(look), look])).values()];
  return (
    <defs>
      {unique.map((look) => {
        const kind = look.pattern % 8;
        const wide = kind === SQUARES ? 4 : 1.6;
        return (
          <pattern
            key={idOf(look)}
            id={`${prefix}${idOf(look)}`}
            width="8"
            height="8"
            patternUnits="userSpaceOnUse"
            patternTransform="scale(1.4)"
          >
            <rect width="8" height="8" fill={ownerVar(look.colour)} />
            <path
              d={STROKES[kind]}
              fill="none"
              stroke="var(--panel)"
              strokeOpacity="0.42"
              strokeWidth={kind === DOTS ? 3 : wide}
              strokeLinecap={kind === DOTS ? 'round' : 'butt'}
            />
          </pattern>
        );
      })}
    </defs>
  );
}
