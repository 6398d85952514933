/** Ten questions that people ask beside such a report, answered by its own figures. */
import { changesOf } from './changes.ts';
import { type Context, heldPages } from './context.ts';
import { filledBy, holdersIn } from './filled.ts';
import { shortageOf } from './shortage.ts';
import { count, figures, named, percent, size } from './words.ts';

export type Answer = { question: string; answer: string };

const QUESTIONS: [string, (context: Context) => string][] = [
  ['Why was something killed while memory or swap was free?', whileFree],
  ['Who ate the memory?', whoAte],
  ['Why my process, and not the culprit?', whyMine],
  ['Are these figures pages or kB?', pagesOrKb],
  ['Does total-vm count?', totalVm],
  ['Why was it killed below the container’s limit?', belowLimit],
  ['Is page cache or kernel memory counted?', cacheOrKernel],
  ['Which pod or container was it?', whichPod],
  ['How do I protect it?', howProtect],
  ['Is it the kernel, or a leak of mine?', kernelOrLeak],
];

export function answersOf(context: Context): Answer[] {
  return QUESTIONS.map(([question, answer]) => ({ question, answer: answer(context) }));
}

function whileFree(context: Context): string {
  const { report } = context;
  const order = report.order ?? 0;
  const pieces =
    order > 0
      ? ` The request was for ${count(2 ** Math.min(order, 20), 'page')} in a row: many single free pages do not help it.`
      : '';
  return `${shortageOf(context)}${pieces}`;
}

function whoAte(context: Context): string {
  const [holder] = holdersIn(context.report);
  const filled = filledBy(context).filter(({ kind }) => kind !== 'free');
  const total = filled.reduce((sum, { kb }) => sum + kb, 0);
  const [first] = filled;
  const sum = first
    ? `${size(first.kb)} are ${first.what}, ${percent(first.kb, total)} of what is in use.`
    : 'The text has no counters of the memory.';
  if (!holder) return `${sum} It has no table of processes.`;
  const swap = holder.swapKb > 0 ? ` and ${size(holder.swapKb)} in swap` : '';
  const many =
    holder.processes > 1
      ? ` (${count(holder.processes, 'process', 'processes')} together; pages that they share are counted in each)`
      : '';
  return `Of the processes, ${holder.name} holds the most: ${size(holder.rssKb)} resident${swap}${many}. ${sum}`;
}

function whyMine({ report, scores, victimRow, runnerUp, filler }: Context): string {
  const { victim } = report;
  if (victim === null) return 'The text does not say who died.';
  if (!scores || !victimRow)
    return `The kernel takes the process with the most points. This text has too little to compute them for ${named(victim)}.`;
  const adj = victimRow.row.oomScoreAdj ?? 0;
  const own = `${named(victim)} has ${points(scores.unit, victimRow.points)}`;
  const next = runnerUp ? `, ${named(runnerUp.row)} ${points(scores.unit, runnerUp.points)}` : '';
  const byAdj =
    adj > 0
      ? ` ${figures(adj)} of oom_score_adj add ${percent(adj, 1000)} of ${size((scores.divisor.pages ?? 0) * report.pageKb)} to it.`
      : '';
  const culprit =
    filler && filler.pid !== victim.pid
      ? ` The largest process, ${named(filler)}, holds ${size(heldPages(filler) * report.pageKb)} and has oom_score_adj ${figures(filler.oomScoreAdj ?? 0)}.`
      : '';
  return `Points are what a process holds now, not how fast it grows and not who asked. ${own}${next}.${byAdj}${culprit}`;
}

function points(unit: 'pages' | 'per-mille', n: number): string {
  return unit === 'pages' ? `${figures(n)} points` : `${figures(n)} ‰`;
}

function pagesOrKb({ report, victimRow }: Context): string {
  const { pageKb, era } = report;
  const tables = era === 'D' || era === 'E' ? '; pgtables_bytes is in bytes' : '';
  const row = victimRow?.row ?? report.tasks[0];
  const example = row ? ` ${row.name}: rss ${figures(row.rssPages)} is ${size(row.rssPages * pageKb)}.` : '';
  return `The table is in pages of ${pageKb} kB${tables}; the kill line, zones and swap are in kB; “pages RAM” and the first block of Mem-Info are in pages.${example}`;
}

function totalVm({ report, victimRow }: Context): string {
  const { victim, pageKb } = report;
  const kb = victim?.totalVmKb ?? (victimRow ? victimRow.row.totalVmPages * pageKb : null);
  const held = victimRow ? heldPages(victimRow.row) * pageKb : (victim?.anonRssKb ?? null);
  const old =
    report.kernel !== null &&
    /^2\.(?:4|6\.(?:[0-9]|[12]\d|3[0-5])(?!\d))/.test(report.kernel) &&
    !/el6/.test(report.kernel);
  if (old) return `Before Linux 2.6.36 it does: the score began with total_vm, the reserved address space.`;
  if (kb === null || held === null)
    return 'No. It is reserved address space. What is resident, swapped and in page tables counts.';
  return `No. ${size(kb)} is reserved address space; ${size(held)} of it is in use, and only that counts.`;
}

function belowLimit({ report, limitKb }: Context): string {
  const { memory, swap, path } = report.group;
  if (!report.isGroup)
    return 'No limit of a group was reached: the whole machine, or the nodes allowed, ran out. A container far below its limit can die then.';
  if (memory === null)
    return 'The text does not say what the group used. Page cache, tmpfs and kernel memory of the group count, which the process’s own figures do not show.';
  const nested =
    report.taskGroup !== null && path !== null && report.taskGroup !== path
      ? ` The limit is that of ${path}, above the victim’s own group ${report.taskGroup}: all groups below it share it.`
      : '';
  const swapped = swap && swap.limitKb === 0 ? ' It may not use swap.' : '';
  const against = limitKb === null ? 'the group has no limit of its own' : `the limit is ${size(limitKb)}`;
  return `The group used ${size(memory.usageKb)}; ${against}. It failed ${count(memory.failures, 'time')} to get a page before. One process holds less than its group: cache, tmpfs and kernel memory count too.${nested}${swapped}`;
}

function cacheOrKernel(context: Context): string {
  const kinds = filledBy(context);
  const of = (...names: string[]): number =>
    kinds.filter(({ kind }) => names.includes(kind)).reduce((sum, { kb }) => sum + kb, 0);
  if (kinds.length === 0)
    return 'Neither counts in a process’s points. In a group’s usage both count; the text does not list them.';
  const cache = of('cache');
  const kernel = of('slab', 'tables', 'stacks');
  return `Neither counts in the points, except a process’s own page tables. Here the page cache holds ${size(cache)}, which the kernel drops first where it can, and the kernel’s own data ${size(kernel)}${context.report.isGroup ? ', both within the group’s usage' : ''}. Shared memory is ${size(of('shared'))}: it is no cache, it can only go to swap.`;
}

const POD = /pod([0-9a-f]{8}[-_][0-9a-f-_]{20,40})/i;
/** `docker-ID.scope`, `cri-containerd-ID.scope`, `/docker/ID`, `/lxc/39004`. */
const CONTAINER = /(docker|containerd|crio|libpod|lxc)[-/:](?:payload\.)?([\w.-]{3,80}?)(?:\.scope)?(?=\/|$)/g;
const BARE_ID = /\/([0-9a-f]{64})(?=$|\/)/;

/** The innermost container of a group's path. */
function containerIn(path: string): { id: string; isLxc: boolean } | null {
  const last = [...path.matchAll(CONTAINER)].at(-1);
  if (last) return { id: last[2] as string, isLxc: last[1] === 'lxc' };
  const bare = BARE_ID.exec(path)?.[1];
  return bare === undefined ? null : { id: bare, isLxc: false };
}

function whichPod({ report }: Context): string {
  const path = report.taskGroup ?? report.group.path;
  if (path === null) return 'The text names no group of the victim.';
  const whole = [report.taskGroup, report.group.path].filter((one) => one !== null).join(' ');
  const pod = POD.exec(whole)?.[1]?.replaceAll('_', '-');
  const container = containerIn(path);
  if (!pod && !container) return `The victim’s group is ${path}${path === '/' ? ', the root: no container' : ''}.`;
  const asPod = pod ? ` The pod has the uid ${pod}: kubectl get pods -A -o json has it under metadata.uid.` : '';
  const shownBy = container?.isLxc ? 'lxc-ls or pct list' : 'docker ps or crictl ps';
  const asContainer = container
    ? ` The container is ${container.id.slice(0, 12)}: ${shownBy} shows it by that id.`
    : '';
  return `The victim’s group is ${path}.${asPod}${asContainer}`;
}

function howProtect(context: Context): string {
  const { report, victimRow } = context;
  const [change] = changesOf(context).filter(({ what, isTested }) => isTested && what.startsWith('oom_score_adj'));
  if (report.killer !== 'kernel')
    return 'The adjustment of the kernel’s score helps against earlyoom and Android’s killer; systemd-oomd and the kubelet have settings of their own (ManagedOOMPreference=avoid; requests and priority).';
  const adj = change ? `${change.what}: ${change.outcome} ` : '';
  const group = report.isGroup
    ? 'In its own group nothing protects it while the group is at its limit: raise the limit, or put the growing process into another group.'
    : 'With OOMScoreAdjust= in its unit it starts with that value. Better still, bound the process that grows: MemoryMax= in its unit or a limit of its container.';
  return `${adj}${victimRow?.row.oomScoreAdj === -1000 ? 'It is exempt already. ' : ''}${group}`;
}

const MUCH = 0.3;

function kernelOrLeak(context: Context): string {
  const kinds = filledBy(context);
  const { report } = context;
  const used = kinds.filter(({ kind }) => kind !== 'free').reduce((sum, { kb }) => sum + kb, 0);
  const of = (...names: string[]): number =>
    kinds.filter(({ kind }) => names.includes(kind)).reduce((sum, { kb }) => sum + kb, 0);
  if (used === 0) return 'The text has no counters of the memory, so it cannot say.';
  const kernel = of('slab', 'stacks', 'tables');
  const lost = of('other');
  const slab = [...report.slabs].sort((a, b) => b.usedKb - a.usedKb)[0];
  if (kernel > used * MUCH)
    return `The kernel: ${size(kernel)} of ${size(used)} in use are its own data (slab, page tables, stacks).${slab ? ` The largest cache is ${slab.name} with ${size(slab.usedKb)}.` : ''}`;
  if (lost > used * MUCH)
    return `${size(lost)} of ${size(used)} belong to no counter: look at drivers, vmalloc, a balloon, ${report.isGroup ? 'or memory that moved here with a process' : 'huge pages'}.`;
  const shared = of('shared');
  if (shared > used * MUCH)
    return `Shared memory and tmpfs hold ${size(shared)} of ${size(used)}: files in a tmpfs stay after their writer has died.`;
  return `Processes: ${size(of('processes'))} of ${size(used)} in use are their anonymous memory; the kernel’s own data are ${size(kernel)}. Whether that is a leak only two reports or a graph can tell.`;
}
