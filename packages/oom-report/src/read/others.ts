/** Lines of killers other than the kernel's. */
import type { OomEnded, OomKiller } from '@overcommit/protocol';

/** `kill` null: a line that belongs to the event before or after it. `because`: a line that only says why. */
export type OtherLine = { killer: OomKiller; kill: OomEnded | null; because?: string };

const WORDS =
  /earlyoom|oomd|send sigkill|lowmem|lmkd|evict|low on resource: memory|(?:cache|ache) \d+kB is below|Free memory is|on behalf of|low memory!|sending SIG|mem avail:/i;

export function readOther(message: string): OtherLine | null {
  if (!WORDS.test(message)) return null;
  return earlyoom(message) ?? systemdOomd(message) ?? lowMemoryKiller(message) ?? kubelet(message);
}

function earlyoom(message: string): OtherLine | null {
  const sent =
    /\b(?:sending SIG(?:TERM|KILL) to process|Killing process:?) (\d+)(?: uid \d+)? ?"?([^":,]{1,40})"?:? ?(.{0,200})/.exec(
      message,
    );
  if (sent && (message.includes('earlyoom') || /badness|SIG/.test(message)))
    return {
      killer: 'earlyoom',
      kill: { what: (sent[2] as string).trim(), pid: Number(sent[1]), because: sent[3] || null },
    };
  if (/low memory!|mem(?:ory)? avail:|earlyoom/i.test(message))
    return { killer: 'earlyoom', kill: null, ...(/low memory!/i.test(message) ? { because: tail(message) } : {}) };
  return null;
}

function systemdOomd(message: string): OtherLine | null {
  if (!/systemd-oomd|\boomd\b|for killing due to|^Killed \/\S+ due to/.test(message)) return null;
  const marked = /\b(?:Marked|Killed) (\/\S+)(?: for killing)? due to (.{1,400})$/.exec(message);
  if (marked)
    return {
      killer: 'systemd-oomd',
      kill: { what: marked[1] as string, pid: null, because: (marked[2] as string).trim() },
    };
  const unit = /(\S+): systemd-oomd killed (?:some|\d+) process/.exec(message);
  if (unit) return { killer: 'systemd-oomd', kill: { what: unit[1] as string, pid: null, because: null } };
  return /systemd-oomd/.test(message) ? { killer: 'systemd-oomd', kill: null } : null;
}

function lowMemoryKiller(message: string): OtherLine | null {
  const killer: OomKiller = 'android lowmemorykiller';
  const named = /\bKill(?:ing|ed)? '([^']{1,80})' \((\d+)\),? ?(.{0,200})/.exec(message);
  if (named && /lowmem|lmk|adj/i.test(message))
    return { killer, kill: { what: named[1] as string, pid: Number(named[2]), because: named[3] || null } };
  const old = /\bsend sigkill to (\d+) \(([^)]{1,40})\),? ?(.{0,120})/.exec(message);
  if (old && /lowmem|adj -?\d+, size/i.test(message))
    return { killer, kill: { what: old[2] as string, pid: Number(old[1]), because: old[3] || null } };
  if (/lowmemorykiller|lmkd|\bcache \d+kB is below|to free \d+kB on behalf of|Free memory is -?\d+kB/.test(message))
    return { killer, kill: null, ...(/is below limit/.test(message) ? { because: message.trim() } : {}) };
  return null;
}

function kubelet(message: string): OtherLine | null {
  if (!/evict|low on resource: memory/i.test(message)) return null;
  const killer: OomKiller = 'kubelet';
  const done =
    /pod[ =]["']?([\w./()-]{3,120}?)["']? is evicted successfully|evicted successfully.{0,20}pod="?([\w./-]{3,120})"?/i.exec(
      message,
    );
  if (done) return { killer, kill: { what: (done[1] ?? done[2]) as string, pid: null, because: null } };
  const low = /The node (?:was|had condition).{0,300}memory.{0,300}/i.exec(message);
  if (low) return { killer, kill: { what: 'a pod of this node', pid: null, because: low[0].trim() } };
  const isOfMemory = /eviction[_ ]manager|Evicted/i.test(message) && /memory|must evict|ranked/i.test(message);
  return isOfMemory ? { killer, kill: null, because: tail(message) } : null;
}

const tail = (message: string): string => message.trim().slice(-240);
