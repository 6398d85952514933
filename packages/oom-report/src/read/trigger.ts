import type { Draft } from './draft.ts';
import { compact, numberIn } from './words.ts';

/** A process name of the kernel is at most 15 characters; workers may print more. */
const LONGEST_NAME = 40;

/** "NAME invoked oom-killer: gfp_mask=…, order=…, oom_score_adj=…". */
export function readTrigger(draft: Draft, message: string): void {
  const text = compact(message);
  draft.hasTrigger = true;
  draft.invokedBy = nameBefore(message);
  draft.gfp = /gfp_mask=(0x[0-9a-f]+)/i.exec(text)?.[1] ?? null;
  draft.gfpNames = /gfp_mask=0x[0-9a-f]+\(([^)]*)\)/i.exec(text)?.[1] || null;
  draft.order = numberIn(text, /order=(-?\d+)/);
  draft.isBySysrq = draft.order === -1;
  draft.invokerAdj = numberIn(text, /(?:oom_score_adj|oomkilladj|oom_adj)=(-?\d+)$/) ?? numberIn(text, /adj=(-?\d+)/);
}

function nameBefore(message: string): string | null {
  const before = message.slice(0, Math.max(0, message.indexOf('invoked oom-kill'))).trim();
  if (before === '') return null;
  if (before.length <= LONGEST_NAME) return before;
  return /\S+$/.exec(before)?.[0].slice(0, LONGEST_NAME) ?? null;
}

/** A release before the number of its build: "Not tainted 6.1.1-arch1-1 #1", "Tainted: G E (2.6.22 #1)". */
const BEFORE_BUILD = /[\s(](\d{1,2}\.\d{1,2}(?:\.\d{1,3})?(?:[-.+~_\w]*))\s+#\d/;
const LINUX_VERSION = /\bLinux version (\d{1,2}\.\d{1,2}(?:\.\d{1,3})?[-.+~\w]*)/;

/** The release that "CPU: … PID: …", "Pid: …" or "Linux version …" names. */
export function releaseIn(message: string): string | null {
  if (!message.includes('#'))
    return message.includes('Linux version') ? (LINUX_VERSION.exec(message)?.[1] ?? null) : null;
  if (!/\b(?:CPU|P[Ii][Dd]|[Tt]ainted|Comm|EIP|Linux version)\b/.test(message)) return null;
  return (LINUX_VERSION.exec(message) ?? BEFORE_BUILD.exec(message))?.[1] ?? null;
}
