import { mib, mibFigure } from '@overcommit/reading';
import { Mono } from '@/ui/Small.tsx';
import type { Account } from './account.ts';

/** The sum behind “Used”: what each process has alone, what is shared once, and what the kernel keeps. */
export function AccountLine({ account, installedPages, ramPages }: AccountLineProps) {
  const { own, shared, kept, used } = account;
  return (
    <p className="text-xs text-soft">
      Used {mib(used)} ={' '}
      {own.map(({ name, pages }) => (
        <span key={name}>
          <Mono>{name}</Mono> {mibFigure(pages)} +{' '}
        </span>
      ))}
      {shared.pages > 0 && (
        <>
          shared by {shared.names.join(' and ')}, once {mibFigure(shared.pages)} +{' '}
        </>
      )}
      kernel, page tables and program files {mibFigure(kept)}. Of the {mib(installedPages)} installed, the kernel kept{' '}
      {mibFigure(installedPages - ramPages)} when it started: RAM is the rest.
    </p>
  );
}

type AccountLineProps = { account: Account; installedPages: number; ramPages: number };
