import type { Draft } from './draft.ts';
import { numberIn } from './words.ts';

const PAGES_RAM = /^\s*(\d+) pages (?:of )?RAM\b/i;
const RESERVED = /^\s*(\d+) (?:pages reserved|reserved pages)\b/i;
const ZONE_HEAD = /^\s*(?:Node (\d+),? )?(DMA|DMA32|Normal|HighMem|Movable|Device)\b/;
const BUDDY = /^\s*(?:Node \d+,? )?\w+: \d+\*(\d+)kB\b/;
const HUGEPAGES = /hugepages_total=(\d+).*?hugepages_size=(\d+)\s*kB/;
const COUNTER = /\b([A-Za-z_]+(?:\(\w+\))?):\s?(\d+)(?![\d.kK])/g;
const SLAB = /^\s*(\S{2,40})\s+(\d+)KB\s+(\d+)KB\s*$/;

/** A line of Mem-Info, of a zone or of the sums below; false = none of them. */
export function readMemory(draft: Draft, message: string): boolean {
  return (
    readSum(draft, message) || readZone(draft, message) || readCounters(draft, message) || readSlab(draft, message)
  );
}

function readSum(draft: Draft, message: string): boolean {
  const ram = numberIn(message, PAGES_RAM);
  if (ram !== null) {
    draft.ramPages ??= ram;
    draft.section = 'none';
    return true;
  }
  const reserved = numberIn(message, RESERVED);
  if (reserved !== null) {
    draft.reservedPages ??= reserved;
    return true;
  }
  const swap = /^\s*(Free|Total) swap\s*(=|:)\s*(\d+)\s*kB/i.exec(message);
  if (swap) {
    const kb = Number(swap[3]);
    if (swap[1]?.toLowerCase() === 'total') draft.swapTotalKb ??= kb;
    else draft.swapFreeKb ??= kb;
    return true;
  }
  const pages = /^\s*(\d+) (total pagecache pages|pages in swap cache|pages swap cached)/.exec(message);
  if (pages) draft.memInfo[pages[2] === 'total pagecache pages' ? 'pagecache' : 'swapcache'] ??= Number(pages[1]);
  return pages !== null;
}

function readZone(draft: Draft, message: string): boolean {
  const buddy = numberIn(message, BUDDY);
  if (buddy !== null) {
    // The first entry of the list of free blocks is one page.
    if (buddy >= 4 && buddy <= 256) draft.pageKb = buddy;
    return true;
  }
  const huge = HUGEPAGES.exec(message);
  if (huge) {
    draft.hugepagesKb += Number(huge[1]) * Number(huge[2]);
    return true;
  }
  const head = ZONE_HEAD.exec(message);
  if (head === null || !/\bfree:\d+\s*kB/.test(message)) return false;
  const kb = (name: string): number | null => numberIn(message, new RegExp(`\\b${name}:(\\d+)kB`));
  draft.zones.push({
    node: Number(head[1] ?? 0),
    name: head[2] as string,
    freeKb: kb('free'),
    minKb: kb('min'),
    presentKb: kb('present'),
    managedKb: kb('managed'),
  });
  const stacks = kb('kernel_stack');
  if (stacks !== null) draft.kernelStackKb = (draft.kernelStackKb ?? 0) + stacks;
  return true;
}

/** Counters of the whole machine are in pages and stand before those of nodes and zones, which are in kB. */
function readCounters(draft: Draft, message: string): boolean {
  if (draft.section !== 'memInfo') return false;
  if (/\d\s?kB/.test(message)) {
    const stacks = numberIn(message, /^\s*Node \d+ .*\bkernel_stack:(\d+)kB/);
    if (stacks !== null) draft.kernelStackKb = (draft.kernelStackKb ?? 0) + stacks;
    return true;
  }
  let hasFound = false;
  for (const [, name = '', value] of message.matchAll(COUNTER)) {
    draft.memInfo[name.toLowerCase()] ??= Number(value);
    hasFound = true;
  }
  return hasFound;
}

function readSlab(draft: Draft, message: string): boolean {
  if (draft.section !== 'slabs') return false;
  const [, name, used] = SLAB.exec(message) ?? [];
  if (name !== undefined && draft.slabs.length < 400) draft.slabs.push({ name, usedKb: Number(used) });
  return name !== undefined;
}
