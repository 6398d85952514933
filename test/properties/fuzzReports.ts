/**
 * `npm run fuzz:reports -- [COUNT] [FIRST SEED]`: damaged OOM reports, 10,000 by default; then 5 MB texts of each kind, with
 * processor time and memory. Fails at the first that throws, takes longer than a second, or needs more than 200 MB.
 */
import { mutated, readWhole } from './mutatedReports.ts';

const [count = 10_000, first = 1] = process.argv.slice(2).map(Number);
const MOST_MS = 1000;
const MOST_BYTES = 200e6;
const HUGE_LENGTH = 5e6;

/** Texts of 5 MB: many whole reports, one line, lines that nearly fit a pattern. */
const HUGE: Record<string, string> = {
  reports: repeated(Array.from({ length: 40 }, (_, seed) => mutated(seed + 1)).join('\n')),
  'one line': repeated('x invoked oom-killer: gfp_mask=0x1 '),
  blanks: repeated(`${' '.repeat(4000)}\n`),
  'blanks before a trigger': repeated(`${' '.repeat(4000)}invoked oom-kill\n`),
  brackets: repeated('[[[[((((((process 12 ((((((('),
  rows: repeated('[  123]  0  123  456  789  10  11  0 bash\n'),
  'torn rows': repeated('[  123]  0  123\n'),
  triggers: repeated('a invoked oom-killer: gfp_mask=0x1, order=0, oom_score_adj=0\n'),
  kills: repeated('Out of memory: Killed process 12 (a) total-vm:1kB, anon-rss:1kB, file-rss:1kB\n'),
  constraints: repeated('oom-kill:constraint=A,task=,task=,task=,pid=,pid=,nodemask=1,1,1,1\n'),
  json: repeated(`{"MESSAGE":"${'\\\\n'.repeat(50)}"}\n`),
  markup: repeated('[COLOR=[COLOR=<span <span &lt;=3D=\n'),
  kilobytes: repeated('Node 0 DMA free:1kB min:1kB low:1kB high:1kB 1kB:1kB:1kB:1kB:1kB\n'),
};

function repeated(text: string): string {
  return text.repeat(Math.ceil(HUGE_LENGTH / text.length)).slice(0, HUGE_LENGTH);
}

/** Milliseconds of processor time: a busy computer does not change them. */
function timed(name: string, text: string): number {
  const start = process.cpuUsage();
  try {
    readWhole(text);
  } catch (error) {
    throw new Error(`${name} broke the reader`, { cause: error });
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

let slowest = 0;
for (let seed = first; seed < first + count; seed += 1) {
  const ms = timed(`seed ${seed}`, mutated(seed));
  slowest = Math.max(slowest, ms);
  if (ms > MOST_MS) throw new Error(`seed ${seed} took ${ms.toFixed(0)} ms`);
}
console.log(`${count} damaged reports from seed ${first} on: none broke, the slowest took ${slowest.toFixed(0)} ms`);
for (const [name, text] of Object.entries(HUGE)) {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const ms = timed(name, text);
  const bytes = process.memoryUsage().heapUsed - before;
  console.log(`5 MB, ${name}: ${ms.toFixed(0)} ms, ${(bytes / 1e6).toFixed(0)} MB`);
  if (ms > MOST_MS || bytes > MOST_BYTES) process.exitCode = 1;
}
