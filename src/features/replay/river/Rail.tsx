import { entryNumber, type ShellEntry } from '@overcommit/reading';
import { useMemo } from 'react';
import type { People } from '@/machineView/people.ts';
import type { Axis } from '@/machineView/river/axis.ts';
import { cx } from '@/ui/cx.ts';
import { ownerVar } from '@/ui/OwnerDefs.tsx';

type Props = {
  commands: readonly ShellEntry[];
  axis: Axis;
  seq: number;
  width: number;
  people: People;
  /** Inputs that could no longer happen in the other lane: hollow. */
  skipped?: ReadonlySet<number>;
  isNamed: boolean;
};

/** A command's name needs this much room, in CSS pixels; a dot this much. */
const NAMED = 46;
const DOT = 4;

/** Every command at its entry, in its person's colour. What could no longer happen is hollow. */
export function Rail({ commands, axis, seq, width, people, skipped, isNamed }: Props) {
  const shown = useMemo(() => {
    const taken = new Set<number>();
    return commands.flatMap((command) => {
      const left = axis.at(command.seq) * width;
      const room = axis.at(command.seq + 1) * width - left;
      const x = left + room / 2;
      const place = Math.round(x / DOT);
      if (command.actor === 'system' || taken.has(place)) return [];
      taken.add(place);
      return [{ ...command, x, room }];
    });
  }, [commands, axis, width]);
  return (
    <div
      aria-hidden
      className={cx('relative rounded-md border border-line bg-panel', isNamed ? 'h-10' : 'h-4 border-0')}
    >
      {shown.map(({ seq: at, actor, line, x, room, isOk }) => {
        const look = people.look(actor);
        const isGone = skipped?.has(at) ?? false;
        const size = Math.max(3, Math.min(isNamed ? 12 : 9, room - 2));
        return (
          <span
            key={at}
            title={`${entryNumber(at)} ${look.name}: ${line}`}
            className={cx(
              'absolute top-0 h-full -translate-x-1/2 rounded-md text-center',
              at === seq && isNamed && 'border-2 border-ink!',
            )}
            style={{ left: x, width: Math.max(size, isNamed ? room - 2 : size) }}
          >
            <span
              className="absolute left-1/2 -translate-x-1/2 rounded-full border-2"
              style={{
                ...{ width: size, height: size, top: isNamed ? 5 : 3 },
                borderColor: ownerVar(look.colour),
                background: isGone ? 'transparent' : ownerVar(look.colour),
              }}
            />
            {isNamed && room >= NAMED && (
              <span
                className={cx(
                  'absolute inset-x-0 bottom-0.5 truncate font-mono text-[10px] leading-3.5',
                  isGone ? 'text-soft line-through' : isOk ? 'text-ink' : 'text-warn',
                )}
              >
                {shortLine(line)}
              </span>
            )}
          </span>
        );
      })}
    </div>
  );
}

/** "touch 60M" of "touch web cache 60M 10M w": the verb, and how much where a size is named. */
function shortLine(line: string): string {
  const [verb = '', ...rest] = line.split(' ');
  const size = [...rest].reverse().find((word) => /^\d+[KMG]$/.test(word));
  return [verb, size ?? rest[0] ?? ''].join(' ').trim();
}
