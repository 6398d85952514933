import Link from 'next/link';

type Way = { label: string; href: string };

/** Links at the end of a page to the page before and the page after. */
export function Neighbours({ label, before, after }: { label: string; before?: Way; after?: Way }) {
  return (
    <nav aria-label={label} className="flex flex-wrap justify-between gap-x-6 gap-y-2 border-t border-line pt-4">
      {before && (
        <Link href={before.href} className="text-soft hover:text-ink">
          <span aria-hidden>← </span>
          {before.label}
        </Link>
      )}
      {after && (
        <Link href={after.href} className="ml-auto text-soft hover:text-ink">
          {after.label}
          <span aria-hidden> →</span>
        </Link>
      )}
    </nav>
  );
}
