import { cx } from '@/ui/cx.ts';
import { OwnerMark, ownerClass } from '@/ui/OwnerMark.tsx';
import { Mono } from '@/ui/Small.tsx';
import { kb, mib, percent } from '../machine/format.ts';
import type { People } from '../machine/people.ts';
import type { CAST, SandboxState } from './sandboxRun.ts';

type Member = (typeof CAST)[number];

/** One of the three processes: alive with its size, killed, or never begun. */
export function CastCard({ member, state, people }: { member: Member; state: SandboxState; people: People }) {
  const process = state.processes.find((one) => one.name === member.name);
  const isKilled = state.decisions.some((one) => one.kind === 'kill' && one.fact.victim.process === member.name);
  const look = people.look(member.actor);
  return (
    <li
      className={cx(
        'grid content-start gap-1.5 rounded-lg border p-3',
        isKilled && 'hatch-kill border-kill/50!',
        !process && !isKilled && 'border-dashed border-line-strong/60!',
      )}
    >
      <div className="flex items-center gap-2">
        <OwnerMark look={look} isDimmed={!process} />
        <Mono className="font-semibold">{member.name}</Mono>
        <span className="truncate text-soft">{member.role}</span>
      </div>
      <div className="h-2 overflow-hidden rounded-full bg-sunk" aria-hidden>
        {process && (
          <div
            className={cx('h-full', ownerClass(look))}
            style={{ width: percent(process.rssPages, state.commit.ramPages) }}
          />
        )}
      </div>
      <p className="min-h-9 text-xs">
        {process && (
          <span title={`RSS ${kb(process.rssPages)}, VSZ ${kb(process.vszPages)}`}>
            {mib(process.rssPages)} in RAM <span className="text-soft">of {mib(process.vszPages)} mapped</span>
            {process.rank === 1 && <span className="block text-soft">next to die, by its score</span>}
          </span>
        )}
        {isKilled && <b className="font-semibold text-kill">✖ killed</b>}
        {!process && !isKilled && <span className="text-warn">the fork was refused: never begun</span>}
      </p>
    </li>
  );
}
