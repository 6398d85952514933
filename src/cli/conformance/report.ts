import { KINDS, type Tally } from './compare.ts';
import { percent } from './ratchet.ts';
import type { TraceReport } from './runTraces.ts';

/** The table by kind of observation. */
export function tableText(tally: Tally): string {
  const rows = KINDS.map((kind) => {
    const { right, all } = tally[kind];
    const share = all > 0 ? `${percent(tally[kind]).toFixed(2)} %` : '–';
    return `${kind.padEnd(8)} ${String(right).padStart(7)} of ${String(all).padStart(7)} ${share.padStart(9)}`;
  });
  return ['kind       right          all     share', ...rows].join('\n');
}

const SHOWN = 10;

/** The traces with the most wrong observations, each with the first step that differs from its recording. */
export function worstText(reports: readonly TraceReport[], count: number): string {
  const wrong = reports.filter((report) => report.differences.length > 0 || report.error);
  const worst = wrong.sort((a, b) => b.differences.length - a.differences.length).slice(0, count);
  return worst.map(traceText).join('\n\n');
}

function traceText({ name, differences, error }: TraceReport): string {
  const first = differences[0];
  const lines = [`${name}: ${differences.length} wrong${error ? `; the engine broke: ${error}` : ''}`];
  if (!first) return lines.join('\n');
  const here = differences.filter((difference) => difference.step === first.step);
  lines.push(`  step ${first.step}: ${first.op}`);
  for (const { kind, process, recorded, engine } of here.slice(0, SHOWN)) {
    lines.push(`    ${kind.padEnd(8)}${(process ?? '').padEnd(8)} recorded ${recorded}, engine ${engine}`);
  }
  if (here.length > SHOWN) lines.push(`    and ${here.length - SHOWN} more`);
  const parting = differences.find((difference) => difference.kind === 'died');
  if (parting && parting.step !== first.step) {
    lines.push(`  parts at step ${parting.step}: ${parting.op}: died ${parting.recorded}, engine ${parting.engine}`);
  }
  return lines.join('\n');
}
