import type { StepRecord } from './stepRecord.ts';

/** One readable line per step, with why it failed and kernel messages below it. Sizes in MiB. */
export function stepText(record: StepRecord, why?: string): string {
  const { step, op, result, pages, died, mem, kmsg } = record;
  const answer = pages > 0 ? `${result} ${pages} pages` : result;
  const columns = [
    String(step).padStart(4),
    op.padEnd(36),
    answer.padEnd(18),
    mib(mem.MemFree),
    mib(mem.Committed_AS),
    mib(mem.CommitLimit),
    swapText(mem),
  ];
  const line = `${columns.join(' ')}${died.length > 0 ? `  died: ${died.join(', ')}` : ''}`.trimEnd();
  return [
    line,
    ...(why === undefined ? [] : [`       why: ${why}`]),
    ...kmsg.map((message) => `       ${message}`),
  ].join('\n');
}

export function headText(name: string, policy: string): string {
  const heads = ['step', 'op'.padEnd(36), 'result'.padEnd(18), '    free', 'promised', '   limit', '    swap'];
  return `${name} · ${policy} · sizes in MiB\n${heads.join(' ')}`;
}

/** The processes at the end. */
export function processesText({ procs }: StepRecord): string {
  const names = Object.keys(procs);
  if (names.length === 0) return 'no process is left';
  const rows = names.map((name) => {
    const p = procs[name] ?? {};
    const sizes = [p.VmSize, p.VmRSS, p.RssAnon, p.VmSwap].map(mib);
    const score = p.oom_score === null || p.oom_score === undefined ? '–' : String(p.oom_score);
    return [
      name.padEnd(16),
      String(p.pid).padStart(6),
      ...sizes,
      score.padStart(6),
      String(p.oom_score_adj).padStart(6),
    ].join(' ');
  });
  return [`${'process'.padEnd(16)}    pid      vsz      rss     anon     swap  score    adj`, ...rows].join('\n');
}

function swapText(mem: Record<string, number>): string {
  return mib((mem.SwapTotal ?? 0) - (mem.SwapFree ?? 0));
}

function mib(kb: number | null | undefined): string {
  return (kb === null || kb === undefined ? '–' : (kb / 1024).toFixed(1)).padStart(8);
}
