'use client';
import { LogIn } from 'lucide-react';
import Link from 'next/link';
import { Fragment, type ReactNode } from 'react';
import { Button } from './Button.tsx';
import { cx } from './cx.ts';
import { Menu, type MenuItem } from './Menu.tsx';
import { ThemeSwitch } from './ThemeSwitch.tsx';

export type Crumb = { label: string; href?: string };
type PageLink = { label: string; href: string; isHere?: boolean };

/** Two halves: what exists, and what was promised. */
export function Logo() {
  return (
    <span
      aria-hidden
      className="size-5 shrink-0 rounded-[5px] border-[1.5px] border-ink bg-[linear-gradient(90deg,var(--ink)_62%,transparent_62%)]"
    />
  );
}

/** The bar above every page: logo, crumbs, the page's own parts, theme, user. `user` undefined = not known yet, null = not logged in. */
export function AppBar({
  crumbs = [],
  children,
  brief,
  isOpen = false,
  user,
  userItems = [],
  links = [],
  className,
}: {
  crumbs?: Crumb[];
  children?: ReactNode;
  /** On a phone it stands in place of the children, until `isOpen`. */
  brief?: ReactNode;
  isOpen?: boolean;
  /** Pages that are always there. On a phone they are in the user's menu only. */
  links?: PageLink[];
  user?: { name: string; detail?: string } | null;
  userItems?: MenuItem[];
  className?: string;
}) {
  return (
    <header
      className={cx(
        'flex min-h-12 flex-wrap items-center gap-x-2.5 gap-y-1 border-b border-line bg-panel px-3.5 py-1.5 print:hidden',
        className,
      )}
    >
      <Link href="/" className="flex shrink-0 items-center gap-2 font-semibold">
        <Logo />
        <span className={cx(crumbs.length > 0 && 'max-sm:sr-only')}>Overcommit</span>
      </Link>
      {crumbs.length > 0 && <Crumbs crumbs={crumbs} />}
      <div
        className={cx(
          'flex min-w-0 flex-1 flex-wrap items-center gap-x-2.5 gap-y-1 max-[1099px]:order-last max-[1099px]:basis-full max-[1099px]:empty:hidden',
          brief && !isOpen && 'max-sm:hidden',
        )}
      >
        {children}
      </div>
      <div className="ml-auto flex items-center gap-1">
        {brief && <span className="sm:hidden">{brief}</span>}
        {links.length > 0 && <PageLinks links={links} />}
        <ThemeSwitch />
        {user === null && (
          <Button asChild variant="ghost">
            <Link href="/login">
              <LogIn aria-hidden />
              Log in
            </Link>
          </Button>
        )}
        {user && <UserMenu user={user} items={userItems} />}
      </div>
    </header>
  );
}

function Crumbs({ crumbs }: { crumbs: Crumb[] }) {
  return (
    <nav aria-label="Where you are" className="flex min-w-0 items-center gap-2 max-[1099px]:flex-1">
      {crumbs.map((c) => (
        <Fragment key={c.href ?? c.label}>
          <span aria-hidden className="text-faint">
            /
          </span>
          {c.href ? (
            <Link
              href={c.href}
              title={c.label}
              className="max-w-28 shrink-0 truncate text-soft hover:text-ink sm:max-w-64 sm:min-w-0 sm:shrink"
            >
              {c.label}
            </Link>
          ) : (
            <span aria-current="page" title={c.label} className="min-w-0 max-w-72 truncate">
              {c.label}
            </span>
          )}
        </Fragment>
      ))}
    </nav>
  );
}

function PageLinks({ links }: { links: PageLink[] }) {
  return (
    <nav aria-label="Pages" className="mr-1 flex items-center gap-1 max-sm:hidden">
      {links.map(({ href, label, isHere }) => (
        <Button key={href} asChild variant="ghost" className={cx(isHere && 'text-ink!')}>
          <Link href={href} aria-current={isHere ? 'page' : undefined}>
            {label}
          </Link>
        </Button>
      ))}
    </nav>
  );
}

function UserMenu({ user, items }: { user: { name: string; detail?: string }; items: MenuItem[] }) {
  const initials = user.name
    .split(/\s+/)
    .map((w) => w[0] ?? '')
    .join('')
    .slice(0, 2)
    .toUpperCase();
  const heading = user.detail ? `${user.name} · ${user.detail}` : user.name;
  return (
    <Menu
      trigger={
        <Button
          variant="plain"
          className="size-7 rounded-full! px-0!"
          aria-label={`${initials || '?'}: account of ${user.name}`}
        >
          {initials || '?'}
        </Button>
      }
      items={[{ kind: 'heading', label: heading }, { kind: 'separator' }, ...items]}
    />
  );
}
