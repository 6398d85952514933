/** Explained reports as plain text. */
import { explain, figures, type Report, type ScoredRow, size, titleOf } from '@overcommit/oom-report';

const MOST_ROWS = 10;

/** One line a report, by time. */
export function listText(reports: readonly Report[]): string {
  const rows = reports.map((report, at) => {
    const where = report.isGroup ? (report.group.path ?? 'a control group') : 'the machine';
    return `${String(at + 1).padStart(3)}  ${(report.stamp ?? `line ${report.lines[0]}`).padEnd(26)} ${titleOf(report)} · ${report.killer === 'kernel' ? where : report.killer}`;
  });
  return `${reports.length} events\n${rows.join('\n')}`;
}

export function reportText(report: Report, before: readonly Report[]): string {
  const told = explain(report, before);
  const kernel = report.kernel === null ? '' : ` · Linux ${report.kernel}`;
  const parts = [
    `${told.title}${kernel}${report.stamp === null ? '' : ` · ${report.stamp}`}`,
    told.why,
    [told.shortage, told.asked, told.margin, told.difference].filter(Boolean).join('\n'),
    told.how,
    candidates(report, told.scores?.rows ?? []),
    list(
      'What filled the memory',
      told.filled.map(({ what, kb }) => `${size(kb).padStart(10)}  ${what}`),
    ),
    list(
      'What would have changed it',
      told.changes.map(({ what, outcome }) => `${what}: ${outcome}`),
    ),
    list('Not in the text', told.missing),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function list(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${title}\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

function candidates(report: Report, rows: readonly ScoredRow[]): string {
  if (rows.length === 0) return '';
  const shown = rows.filter(({ rank, row }) => (rank !== null && rank <= MOST_ROWS) || row.pid === report.victim?.pid);
  const lines = shown.map(({ row, points, terms, exempt }) => {
    const sum = terms.filter(({ value }) => value !== 0).map(({ label, value }) => `${label} ${figures(value)}`);
    const mark = row.pid === report.victim?.pid ? '✖' : ' ';
    return `${mark} ${String(row.pid).padStart(8)} ${row.name.padEnd(16)} ${(exempt ?? figures(points)).padStart(14)} = ${sum.join(' + ')}`;
  });
  const more = rows.length - shown.length;
  return list('The candidates', more > 0 ? [...lines, `  and ${figures(more)} more`] : lines);
}
