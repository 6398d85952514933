import type { Report } from '../types.ts';
import type { Explanation } from './explain.ts';
import { figures, size } from './words.ts';

const MOST_ROWS = 8;

/** A summary for a ticket. */
export function markdownOf(report: Report, told: Explanation): string {
  const facts = [told.asked, told.shortage, told.margin, told.difference].filter((one): one is string => one !== null);
  const lines = [
    `### ${plain(told.title)}`,
    '',
    plain(told.why),
    '',
    ...(report.stamp ? [`- Time: ${report.stamp}`] : []),
    ...(report.kernel ? [`- Kernel: \`${report.kernel}\``] : []),
    ...facts.map((fact) => `- ${plain(fact)}`),
    ...section(
      'What filled the memory',
      told.filled.map(({ what, kb }) => `- ${size(kb)} ${what}`),
    ),
    ...tableOf(report, told),
    ...section(
      'What would have changed it',
      told.changes.map(({ what, outcome }) => `- ${plain(what)}: ${plain(outcome)}`),
    ),
    ...section(
      'Not in the text',
      told.missing.map((one) => `- ${one}`),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function section(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : ['', `**${title}**`, '', ...lines];
}

function tableOf(report: Report, { scores }: Explanation): string[] {
  if (!scores) return [];
  const rows = scores.rows.filter(
    ({ rank, row }) => (rank !== null && rank <= MOST_ROWS) || row.pid === report.victim?.pid,
  );
  return section('The candidates', [
    '| process | pid | points | rss | swap | oom_score_adj |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map(
      ({ row, points, exempt }) =>
        `| ${plain(row.name)}${row.pid === report.victim?.pid ? ' ✖' : ''} | ${row.pid} | ${exempt ? 'exempt' : figures(points)} | ${size(row.rssPages * report.pageKb)} | ${row.swapPages === null ? '' : size(row.swapPages * report.pageKb)} | ${row.oomScoreAdj ?? ''} |`,
    ),
  ]);
}

/** Names may hold any character: none of them may begin markup. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|#]/g, (mark) => `\\${mark}`);
}
