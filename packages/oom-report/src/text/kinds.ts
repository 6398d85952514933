/** Which kind of message a line of the log is. */

export type LineKind =
  | 'trigger'
  | 'cpu'
  | 'header'
  | 'row'
  | 'constraint'
  | 'choice'
  | 'kill'
  | 'zone'
  | 'group'
  | 'end'
  | 'begin'
  | 'other';

const ROW = /^\s*\[\s{0,9}\d+\]\s+\d+\s+\d+(?:\s|$)/;
const HEADER = /^\s*\[\s{0,4}pid\s{0,4}\]/;
const KILL = /\bkill(?:ed|ing)?(?: old)? process \d+/i;
/** The end of a constraint line whose beginning is lost. */
const TORN_CONSTRAINT = /^\s*,?(?:task_memcg=\S*,)?task=.{1,40},pid=\d+,uid=\d+\s*$/;
const ZONE = /^\s*(?:Node \d+,? )?(?:DMA|DMA32|Normal|HighMem|Movable|Device)\b.{0,3}\bfree:\d/;
/** Other messages that the kernel begins in a report: what follows is not the rest of the line before. */
const BEGIN =
  /^\s*(?:Call [Tt]race|Hardware name|Mem-[Ii]nfo|Node \d|lowmem_reserve|Swap cache|Free swap|Total swap|Out of [Mm]emory|Memory cgroup|Tasks state|Task in|oom_reaper|\d+ (?:total )?pages|\d+ reserved pages|(?:(?:in)?active(?:_anon|_file)?|free|slab_\w+|mapped|unevictable):\d+(?![\dk])|kernel_misc|Unreclaimable slab|<\/?(?:TASK|IRQ)>|RIP:|Code:|R[A-Z0-9]{2}:|---|===|\.\.\.|\? |\w[\w.]*\+0x|\[<|cache:|anon \d|DMA|Normal|HighMem|Modules linked|Workqueue|CPU\s+\d+:|in:imklog)/;

/** The kind of a message whose prefixes are gone. */
export function kindOf(message: string): LineKind {
  if (message.includes('oom-kill')) {
    if (/\binvoked oom-kill|^\s*oom-killer: gfp_mask/.test(message)) return 'trigger';
    if (/oom-kill:\s*constraint/.test(message)) return 'constraint';
  }
  if (message.includes('[')) {
    if (ROW.test(message)) return 'row';
    if (HEADER.test(message)) return 'header';
  }
  if (/process \d/i.test(message) && KILL.test(message)) return /kill(?:ed|ing)/i.test(message) ? 'kill' : 'choice';
  if (/^\s*(?:CPU: \d+ |Pid: \d+, )/.test(message)) return 'cpu';
  if (/Kernel panic|no killable processes|deadlocked on memory|Tasks in \S+ are going/.test(message)) return 'end';
  if (ZONE.test(message)) return 'zone';
  if (/\b(?:memory|memory\+swap|kmem|swap):\s?usage/.test(message)) return 'group';
  if (message.includes('task=') && TORN_CONSTRAINT.test(message)) return 'constraint';
  return BEGIN.test(message) ? 'begin' : 'other';
}
