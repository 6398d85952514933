import { kb, mib, mibFigure, percent } from '@overcommit/reading';
import type { People } from '@/machineView/people.ts';
import { cx } from '@/ui/cx.ts';
import { OwnerMark, ownerClass } from '@/ui/OwnerMark.tsx';
import { Mono } from '@/ui/Small.tsx';
import { ownPages, sharedMemory } from './account.ts';
import type { CAST, SandboxState } from './sandboxRun.ts';

type Member = (typeof CAST)[number];

/** One of the three processes: its use of what it was promised, or that it was killed or refused. */
export function CastCard({ member, state, people }: { member: Member; state: SandboxState; people: People }) {
  const process = state.processes.find((one) => one.name === member.name);
  const isKilled = state.decisions.some((one) => one.kind === 'kill' && one.fact.victim.process === member.name);
  const look = people.look(member.actor);
  const exists = state.commit.ramPages + state.commit.swapTotalPages;
  return (
    <li
      className={cx(
        'grid content-start gap-1.5 rounded-lg border px-3 py-2.5',
        isKilled && 'hatch-kill border-kill/50!',
        !process && !isKilled && 'border-dashed border-line-strong/60!',
      )}
    >
      <div className="flex items-center gap-2">
        <OwnerMark look={look} isDimmed={!process} />
        <Mono className={cx('font-semibold', isKilled && 'line-through')}>{member.name}</Mono>
        <span className="truncate text-soft" title={member.role}>
          {member.role}
        </span>
        {isKilled && <b className="ml-auto font-semibold whitespace-nowrap text-kill">✖ killed</b>}
        {process?.rank === 1 && !state.commit.isEnforced && (
          <span className="ml-auto text-xs whitespace-nowrap text-soft">next to die</span>
        )}
      </div>
      <div className="relative h-2 overflow-hidden rounded-full bg-sunk" aria-hidden>
        {process && (
          <>
            <div
              className={cx('absolute inset-y-0 left-0 opacity-25', ownerClass(look))}
              style={{ width: percent(process.vszPages, exists) }}
            />
            <div className="absolute inset-y-0 left-0 flex" style={{ width: percent(process.rssPages, exists) }}>
              <i className={cx('h-full flex-1', ownerClass(look))} />
              <i
                className={cx('relative h-full', ownerClass(look))}
                style={{ width: percent(sharedMemory(process), process.rssPages) }}
              >
                <i className="mark-shared absolute inset-0" />
              </i>
            </div>
          </>
        )}
      </div>
      <p className="text-xs">
        {process && (
          <span title={`RSS ${kb(process.rssPages)}, VSZ ${kb(process.vszPages)}`}>
            {mibFigure(ownPages(process))}{' '}
            <span className="text-soft">
              of its own{sharedMemory(process) > 0 && ` + ${mibFigure(sharedMemory(process))} shared`}, of{' '}
              {mib(process.vszPages)} asked for
            </span>
          </span>
        )}
        {process && isWithoutCache(member, state) && <span className="text-warn"> · its cache was refused</span>}
        {isKilled && state.freed && <span className="text-soft">{freedWords(state.freed)}</span>}
        {!process && !isKilled && <span className="text-warn">The fork was refused: it never began.</span>}
      </p>
    </li>
  );
}

function freedWords({ pages, heldPages }: NonNullable<SandboxState['freed']>): string {
  return `${mib(pages)} came free; it showed ${mibFigure(heldPages)}, and what it shared stays with the other.`;
}

function isWithoutCache(member: Member, { said }: SandboxState): boolean {
  return said.some(
    ({ line, result }) => line.startsWith(`mmap ${member.name} `) && result !== 'ok' && result !== 'killed',
  );
}
