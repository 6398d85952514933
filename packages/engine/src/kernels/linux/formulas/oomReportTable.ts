/** One row of the task table, sizes in pages, page tables also in bytes. */
export type TaskRow = {
  pid: number;
  uid: number;
  name: string;
  totalVmPages: number;
  rssPages: number;
  rssAnonPages: number;
  rssFilePages: number;
  rssShmemPages: number;
  pageTablePages: number;
  middleTablePages: number;
  pageTableBytes: number;
  swapPages: number;
  oomAdj: number;
  oomScoreAdj: number;
};

/** Named by the release that brought the columns. */
export type TaskTableStyle = 'none' | '2.6.25' | '2.6.36' | '3.6' | '4.0' | '4.15' | '4.19' | '6.12';

const HEADERS: Record<TaskTableStyle, string[]> = {
  none: [],
  '2.6.25': ['[ pid ]   uid  tgid total_vm      rss cpu oom_adj name'],
  '2.6.36': ['[ pid ]   uid  tgid total_vm      rss cpu oom_adj oom_score_adj name'],
  '3.6': ['[ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name'],
  '4.0': ['[ pid ]   uid  tgid total_vm      rss nr_ptes nr_pmds swapents oom_score_adj name'],
  '4.15': ['[ pid ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name'],
  '4.19': [
    'Tasks state (memory values in pages):',
    '[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name',
  ],
  '6.12': [
    'Tasks state (memory values in pages):',
    '[  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes swapents oom_score_adj name',
  ],
};

/** The task table of an OOM report. SPEC [REP-3]. Source: mm/oom_kill.c dump_tasks, dump_task. */
export function formatTaskTable(rows: readonly TaskRow[], style: TaskTableStyle): string[] {
  return style === 'none' ? [] : [...HEADERS[style], ...rows.map((row) => formatRow(row, style))];
}

function formatRow(row: TaskRow, style: Exclude<TaskTableStyle, 'none'>): string {
  const pidWidth = style === '4.19' || style === '6.12' ? 7 : 5;
  const head = `[${right(row.pid, pidWidth)}] ${right(row.uid, 5)} ${right(row.pid, 5)} ${right(row.totalVmPages, 8)} ${right(row.rssPages, 8)}`;
  const swap = right(row.swapPages, 8);
  const tail = `${swap}         ${right(row.oomScoreAdj, 5)} ${row.name}`;
  const bytes = right(row.pageTableBytes, 8);
  switch (style) {
    case '2.6.25':
      return `${head} ${right(0, 3)}     ${right(row.oomAdj, 3)} ${row.name}`;
    case '2.6.36':
      return `${head} ${right(0, 3)}     ${right(row.oomAdj, 3)}         ${right(row.oomScoreAdj, 5)} ${row.name}`;
    case '3.6':
      return `${head} ${right(row.pageTablePages, 7)} ${tail}`;
    case '4.0':
      return `${head} ${right(row.pageTablePages, 7)} ${right(row.middleTablePages, 7)} ${tail}`;
    case '4.15':
    case '4.19':
      return `${head} ${bytes} ${tail}`;
    case '6.12': {
      const kinds = `${right(row.rssAnonPages, 8)} ${right(row.rssFilePages, 8)} ${right(row.rssShmemPages, 9)}`;
      return `${head} ${kinds} ${bytes} ${tail}`;
    }
  }
}

/** C's %Nd: at least `width` wide, blanks in front. */
function right(value: number, width: number): string {
  return String(value).padStart(width, ' ');
}
