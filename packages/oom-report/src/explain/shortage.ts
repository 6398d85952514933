/** Who asked, and why the kernel could not give it. */
import { nodeNumbers } from '../formula/totalPages.ts';
import type { Report, Zone } from '../types.ts';
import type { Context } from './context.ts';
import { count, percent, size } from './words.ts';

export function askedBy({ invokedBy, order, isBySysrq, pageKb, gfpNames }: Report): string | null {
  if (isBySysrq) return 'A person asked for a kill by sysrq-f; no memory was missing for it.';
  if (invokedBy === null) return null;
  const pages =
    order === null
      ? ''
      : ` for ${count(2 ** Math.max(0, Math.min(order, 20)), 'page')} (${size(2 ** Math.max(0, Math.min(order, 20)) * pageKb)})`;
  const kernel = gfpNames !== null && /^GFP_KERNEL\b|^GFP_NOFS|^GFP_ATOMIC/.test(gfpNames) && !/ACCOUNT/.test(gfpNames);
  return `${invokedBy} asked${pages}${kernel ? ', on behalf of the kernel' : ''}. It only came by when nothing was left: it need not be the cause.`;
}

/** What ran out. */
export function shortageOf(context: Context): string {
  const { report } = context;
  if (report.isBySysrq) return 'Nothing ran out.';
  if (report.isGroup) return groupShortage(context);
  const nodes = nodeShortage(report);
  return nodes ?? zoneShortage(report) ?? machineShortage(context);
}

function groupShortage({ report, limitKb }: Context): string {
  const { path, memory } = report.group;
  const group = path === null ? 'a control group' : `the control group ${path}`;
  if (memory === null)
    return `The limit of ${group} was reached. Memory that is free elsewhere on the machine does not count for it.`;
  if (limitKb === null)
    return `${capital(group)} used ${size(memory.usageKb)} and has no limit of its own: a rule outside of the limit chose to kill in it.`;
  return `${capital(group)} used ${size(memory.usageKb)} of its limit of ${size(limitKb)}. Memory that is free elsewhere on the machine does not count for it.`;
}

function nodeShortage({ constraint, nodes, memsAllowed, zones }: Report): string | null {
  const allowed =
    constraint === 'CONSTRAINT_MEMORY_POLICY' ? nodes : constraint === 'CONSTRAINT_CPUSET' ? memsAllowed : null;
  if (allowed === null) return null;
  const by = constraint === 'CONSTRAINT_CPUSET' ? 'Its cpuset' : 'Its memory policy';
  const numbers = nodeNumbers(allowed);
  const own = zones.filter(({ node }) => numbers.has(node));
  const free = own.reduce((sum, { freeKb }) => sum + (freeKb ?? 0), 0);
  const onNode = own.length > 0 ? ` There ${size(free)} were free.` : '';
  const movable = own.length > 0 && own.every(({ name }) => name === 'Movable') && free > 1024 * 1024;
  const why = movable ? ' All of it is movable memory, which the kernel cannot use for its own data.' : '';
  return `${by} allows memory of node ${allowed} only.${onNode}${why} Free memory of other nodes does not count.`;
}

/** A low zone that is full while another has much: the kernel's own data must be in the low one. */
function zoneShortage({ zones }: Report): string | null {
  const isShort = ({ freeKb, minKb }: Zone): boolean => freeKb !== null && minKb !== null && freeKb <= minKb * 1.05;
  const low = zones.find((zone) => zone.name === 'Normal' && isShort(zone));
  const high = zones.find((zone) => zone.name === 'HighMem' && (zone.freeKb ?? 0) > 100 * 1024);
  if (!low || !high) return null;
  return `Low memory ran out: ${size(low.freeKb ?? 0)} free, ${size(low.minKb ?? 0)} needed. The ${size(high.freeKb ?? 0)} of free high memory cannot hold the kernel’s own data on a 32-bit machine.`;
}

/** Share of RAM up to which free memory is what the kernel keeps for itself. */
const FEW = 0.06;

function machineShortage({ report, ramKb }: Context): string {
  const { swapTotalKb, swapFreeKb, memInfo, pageKb } = report;
  const free = memInfo.free === undefined ? null : memInfo.free * pageKb;
  const ram =
    ramKb === null
      ? 'RAM ran out'
      : free === null
        ? `All ${size(ramKb)} of RAM were in use`
        : `Of ${size(ramKb)} RAM ${size(free)} were free${free < ramKb * FEW ? ', the kernel’s reserve' : ''}`;
  if (swapTotalKb === null)
    return ramKb === null ? 'The machine ran out. The text has no figures of its memory.' : `${ram}.`;
  if (swapTotalKb === 0) return `${ram}; there is no swap.`;
  const swapFree = swapFreeKb ?? 0;
  if (swapFree < swapTotalKb * 0.02) return `${ram}, and the ${size(swapTotalKb)} of swap were full.`;
  return `${ram}. Of ${size(swapTotalKb)} swap ${percent(swapFree, swapTotalKb)} was free, but nothing more could be moved there in time or at all.`;
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
