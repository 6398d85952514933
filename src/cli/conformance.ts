/**
 * `npm run conformance -- [DIR] [--only PATTERN] [--worst N] [--kind KIND] [--json] [--check] [--record]`:
 * compares the engine with recordings of a real kernel and prints, by kind of observation, how many are right.
 * `npm run conformance -- --reports [DIR]`: holds what is read from real OOM reports against their answers.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addTally, emptyTally, KINDS } from './conformance/compare.ts';
import { checkReports, reportsText, sumOf } from './conformance/oomReports.ts';
import { fallenBelow, figuresOf, readReached, writeReached } from './conformance/ratchet.ts';
import { tableText, worstText } from './conformance/report.ts';
import { checkAgain, checkTrace, traceNames } from './conformance/runTraces.ts';

const DEFAULT_DIR = 'test/conformance/traces';
const REPORTS_DIR = 'test/oomReports';
/** Share of the answers' fields that must be found. */
const LEAST_OF_REPORTS = 0.97;
/** Beside a folder of recordings: the figures that were reached there. */
const reachedOf = (dir: string): string =>
  dir === DEFAULT_DIR ? 'test/conformance/reached.json' : join(dir, 'reached.json');
const USAGE = `usage: npm run conformance -- [DIR] [options]
  --against OTHER the recordings of the same scripts in that folder instead of the engine: how well a kernel repeats itself
  --only PATTERN  only recordings whose name matches
  --worst N       the N recordings that differ most, and the first step at which each does
  --kind KIND     with --worst: count differences of this kind only (${KINDS.join(' ')})
  --json          figures for programs
  --check         fail if a figure is below those that were reached (reached.json)
  --record        keep these figures there
  --reports       real OOM reports instead, of DIR or ${REPORTS_DIR}; fails below ${LEAST_OF_REPORTS * 100} % of the fields`;

function main(args: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      against: { type: 'string' },
      only: { type: 'string' },
      worst: { type: 'string' },
      kind: { type: 'string' },
      json: { type: 'boolean' },
      check: { type: 'boolean' },
      record: { type: 'boolean' },
      reports: { type: 'boolean' },
    },
  });
  if (values.reports) return checkRealReports(positionals[0] ?? REPORTS_DIR);
  const [dir = DEFAULT_DIR, ...more] = positionals;
  const worst = Number(values.worst ?? 0);
  const { against } = values;
  const isPartial = values.only !== undefined || against !== undefined;
  if (more.length > 0 || !Number.isSafeInteger(worst) || (isPartial && (values.check || values.record)))
    throw new Error(USAGE);

  const all = traceNames(dir, values.only === undefined ? undefined : new RegExp(values.only));
  const others = against === undefined ? null : new Set(traceNames(against));
  const names = all.filter((name) => others === null || others.has(name));
  if (names.length === 0) throw new Error(`no recordings in ${dir}${values.only ? ` match ${values.only}` : ''}`);
  const reports = names.map((name) => (against === undefined ? checkTrace(dir, name) : checkAgain(dir, against, name)));
  const tally = emptyTally();
  for (const report of reports) addTally(tally, report.tally);
  const figures = figuresOf(tally);
  const broken = reports.filter((report) => report.error !== undefined);

  if (values.json)
    console.log(
      JSON.stringify({
        traces: names.length,
        figures,
        tally,
        broken: broken.map(({ name, error }) => ({ name, error })),
      }),
    );
  else {
    console.log(`${names.length} recordings in ${dir}`);
    console.log(tableText(tally));
    if (broken.length > 0)
      console.log(`the engine broke in ${broken.length}; the first: ${broken[0]?.name}: ${broken[0]?.error}`);
    const ofKind = reports.map((report) => ({
      ...report,
      differences: report.differences.filter(({ kind }) => values.kind === undefined || kind === values.kind),
    }));
    if (worst > 0) console.log(`\n${worstText(ofKind, worst)}`);
  }
  if (values.record) writeReached(reachedOf(dir), figures);
  return values.check ? check(figures, reachedOf(dir)) : 0;
}

function checkRealReports(dir: string): number {
  const results = checkReports(dir);
  const { right, all } = sumOf(results);
  console.log(reportsText(results));
  return right < all * LEAST_OF_REPORTS ? 1 : 0;
}

function check(figures: ReturnType<typeof figuresOf>, path: string): number {
  const reached = readReached(path);
  if (!reached) throw new Error(`${path} is missing; make it with --record`);
  const fallen = fallenBelow(figures, reached);
  for (const { kind, now, before } of fallen) console.error(`${kind} fell from ${before} % to ${now} %`);
  return fallen.length > 0 ? 1 : 0;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
