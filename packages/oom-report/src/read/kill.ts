import type { OomVictim } from '@overcommit/protocol';
import { compact, numberIn } from './words.ts';

/** A name may hold brackets and blanks: it ends at the last bracket before the figures. */
const NAMED =
  /process (\d+)(?: ?, ?UID \d+ ?,)?\s*\((.{0,64})\)(?=\s*(?:score|total-vm|vsz|sharing|or a child|or sacrifice|and children|[,.;]|$))/i;
const CUT = /process (\d+)(?: ?, ?UID \d+ ?,)?\s*(?:\(([^()]{1,15}))?/i;

/** A line of a chosen or killed process. Sizes that are not there are null. @returns null for a line without a pid */
export function readProcess(message: string): OomVictim | null {
  const match = NAMED.exec(message) ?? CUT.exec(message);
  if (match === null) return null;
  const text = compact(message);
  const kb = (name: string): number | null => numberIn(text, new RegExp(`\\b${name}:(\\d+)kB`, 'i'));
  return {
    pid: Number(match[1]),
    name: (match[2] ?? '').trim(),
    score: numberIn(message, /\bscore (-?\d+)/),
    totalVmKb: kb('total-vm') ?? kb('vsz'),
    anonRssKb: kb('anon-rss'),
    fileRssKb: kb('file-rss'),
    shmemRssKb: kb('shmem-rss'),
    adj: numberIn(text, /oom_score_adj:(-?\d+)/),
  };
}
