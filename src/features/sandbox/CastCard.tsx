import { kb, mib, mibFigure, percent } from '@overcommit/reading';
import type { People } from '@/machineView/people.ts';
import { cx } from '@/ui/cx.ts';
import { OwnerMark, ownerClass } from '@/ui/OwnerMark.tsx';
import { Mono } from '@/ui/Small.tsx';
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
        {process?.rank === 1 && <span className="ml-auto text-xs whitespace-nowrap text-soft">next to die</span>}
      </div>
      <div className="relative h-2 overflow-hidden rounded-full bg-sunk" aria-hidden>
        {process && (
          <>
            <div
              className={cx('absolute inset-y-0 left-0 opacity-25', ownerClass(look))}
              style={{ width: percent(process.vszPages, exists) }}
            />
            <div
              className={cx('absolute inset-y-0 left-0', ownerClass(look))}
              style={{ width: percent(process.rssPages, exists) }}
            />
          </>
        )}
      </div>
      <p className="text-xs">
        {process && (
          <span title={`RSS ${kb(process.rssPages)}, VSZ ${kb(process.vszPages)}`}>
            {mibFigure(process.rssPages)} <span className="text-soft">of {mib(process.vszPages)} in use</span>
          </span>
        )}
        {process && isWithoutCache(member, state) && <span className="text-warn"> · its cache was refused</span>}
        {isKilled && <span className="text-soft">Its memory is free again.</span>}
        {!process && !isKilled && <span className="text-warn">The fork was refused: it never began.</span>}
      </p>
    </li>
  );
}

function isWithoutCache(member: Member, { said }: SandboxState): boolean {
  return said.some(
    ({ line, result }) => line.startsWith(`mmap ${member.name} `) && result !== 'ok' && result !== 'killed',
  );
}
