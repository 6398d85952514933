/** `npm run fuzz -- [--scripts N] [--seed S]`: plays N drawn scripts (1000) from seed S (1); the first that fails is shrunk and printed. */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { scriptDrafts } from './draft.ts';
import { playDraft, printScript, Unsound } from './play.ts';

const { values } = parseArgs({
  options: {
    scripts: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    lines: { type: 'string', default: '30' },
  },
});
const [scripts, seed, lines] = [Number(values.scripts), Number(values.seed), Number(values.lines)];
/** A script that takes longer than this is printed. */
const SLOW_MS = 3000;
const startedMs = performance.now();
let played = 0;
let facts = 0;
let entries = 0;
let last: unknown = null;
let slowest = { ms: 0, script: '' };
const done = fc.check(
  fc.property(scriptDrafts(lines), (draft) => {
    const beganMs = performance.now();
    try {
      const result = playDraft(draft);
      const ms = performance.now() - beganMs;
      if (ms > slowest.ms) slowest = { ms, script: printScript(result.script) };
      played += 1;
      facts += result.factCount;
      entries += result.entries.length;
    } catch (error) {
      last = error;
      throw error;
    }
  }),
  { seed, numRuns: scripts, endOnFailure: false },
);
const tookMs = performance.now() - startedMs;
if (slowest.ms > SLOW_MS) console.log(`${Math.round(slowest.ms)} ms:\n${slowest.script}\n`);
if (done.failed) {
  console.log(last instanceof Unsound ? last.message : last);
  console.log(`\nseed ${done.seed}, path ${done.counterexamplePath}`);
  process.exitCode = 1;
}
console.log(
  `${played} scripts in ${(tookMs / 1000).toFixed(1)} s, ${((played * 1000) / tookMs).toFixed(0)} a second, ${entries} entries, ${facts} facts`,
);
