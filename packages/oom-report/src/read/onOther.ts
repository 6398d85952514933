import type { OomKiller } from '@overcommit/protocol';
import type { LogLine } from '../text/lines.ts';
import { type Draft, newDraft } from './draft.ts';
import { type OtherLine, readOther } from './others.ts';
import type { ReadState } from './state.ts';

const CUT_PROCESS = 'a process whose line is cut';
const CUT: Partial<Record<OomKiller, string>> = { kubelet: 'a pod of this node' };
/** Lines of one kill that stand together. */
const NEAR_LINES = 4;

/** A line of another killer; false = it is none. */
export function onOther(state: ReadState, line: LogLine): boolean {
  const found = readOther(line.message);
  if (found === null) return false;
  const last = state.drafts.at(-1);
  const isSame = last?.killer === found.killer && line.number - last.lines[1] <= NEAR_LINES;
  if (isSame && isRest(last, found)) {
    const kill = last.other[0];
    if (kill && found.kill?.pid === null && kill.what === CUT[found.killer]) kill.what = found.kill.what;
    if (kill) kill.because = [kill.because, found.because].filter(Boolean).join(' ') || null;
    last.lines[1] = line.number;
    return true;
  }
  if (found.kill === null && !startsWithout(found)) {
    if (found.because !== undefined) state.reason = { killer: found.killer, text: found.because, at: line.number };
    return true;
  }
  const draft = newDraft(line, found.killer);
  draft.isClosed = true;
  const kill = found.kill ?? { what: CUT[found.killer] ?? CUT_PROCESS, pid: null, because: found.because ?? null };
  const { reason } = state;
  const hasReason = reason?.killer === found.killer && line.number - reason.at <= NEAR_LINES;
  draft.other.push(hasReason ? { ...kill, because: [reason.text, kill.because].filter(Boolean).join(' · ') } : kill);
  state.reason = null;
  state.drafts.push(draft);
  // Lines of the kernel go on after it.
  if (state.current?.isClosed) state.current = null;
  return true;
}

/** More about the kill before: why, or the same unit by its short name. */
function isRest(last: Draft, found: OtherLine): boolean {
  if (found.kill === null) return true;
  const [known] = last.other;
  return (
    found.kill.pid === null &&
    known !== undefined &&
    (known.what.endsWith(found.kill.what) || known.what === CUT[found.killer])
  );
}

/** The reason of a kill whose first line is lost. */
function startsWithout({ killer, because }: OtherLine): boolean {
  return because !== undefined && killer !== 'earlyoom';
}
