import { cx } from './cx.ts';

/** How an owner looks everywhere: colour and pattern 0–7 each, and initials. `null` colour = the system itself. */
export type OwnerLook = { colour: number | null; pattern: number; initials: string; name: string };

/** Classes that paint a surface in an owner's colour and pattern. */
export const ownerClass = (look: Pick<OwnerLook, 'colour' | 'pattern'>): string =>
  look.colour === null ? 'own-none own-fill' : `own-${look.colour % 8} own-fill pat-${look.pattern % 8}`;

/** Initials on the owner's colour; the pattern shows as a strip below them so that the letters stay legible. */
export function OwnerMark({
  look,
  size = 'md',
  isDimmed,
  className,
}: {
  look: OwnerLook;
  size?: 'sm' | 'md' | 'lg';
  isDimmed?: boolean;
  className?: string;
}) {
  const side = { sm: 'size-4 text-[8px] tracking-tight', md: 'size-5 text-[10px]', lg: 'size-7 text-xs' }[size];
  return (
    <span
      role="img"
      aria-label={look.name}
      title={look.name}
      className={cx(
        look.colour === null ? 'own-none' : `own-${look.colour % 8}`,
        'own-fill relative inline-grid shrink-0 place-items-center overflow-hidden rounded-md font-semibold text-(--on-own) select-none',
        side,
        isDimmed && 'grayscale-60',
        className,
      )}
    >
      <span aria-hidden className={cx('absolute inset-x-0 bottom-0 h-[15%]', ownerClass(look))} />
      <span aria-hidden className="relative leading-none">
        {look.initials.slice(0, 2).toUpperCase()}
      </span>
    </span>
  );
}
