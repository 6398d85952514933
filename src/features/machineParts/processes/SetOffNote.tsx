import { entryNumber } from '@overcommit/reading';
import type { SetOff } from '@/machineView/killMoment.ts';

type Props = { kill: SetOff; onWhy: (seq: number) => void };

/** To the person whose request set off a kill: whose process died, and why that one. It blames no one: the kernel chose. */
export function SetOffNote({ kill: { seq, title, why }, onWhy }: Props) {
  return (
    <li className="grid grid-cols-1 gap-1 rounded-lg border border-line bg-sunk px-3 py-2">
      <b className="font-semibold text-pretty wrap-anywhere">{title}</b>
      <p className="text-xs text-soft text-pretty wrap-anywhere">
        {why} The kernel chose, not you.{' '}
        <button type="button" className="text-ink underline underline-offset-2" onClick={() => onWhy(seq)}>
          See {entryNumber(seq)}
        </button>
      </p>
    </li>
  );
}
