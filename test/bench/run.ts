/** `npm run bench` runs what costs no browser first; `npm run bench -- NAME` runs one of these. */
const BENCHES: Record<string, () => Promise<unknown>> = {
  engine: () => import('./bench.ts'),
  machine: () => import('./machinePage.ts'),
  grading: () => import('./grading.ts'),
};

/** Which benches to run, by name. */
export const names: readonly string[] = process.argv.slice(2);
const unknown = names.filter((name) => !(name in BENCHES));
if (unknown.length > 0) throw new Error(`There is no bench ${unknown.join(', ')}: ${Object.keys(BENCHES).join(', ')}.`);
for (const name of names.length > 0 ? names : ['engine', 'machine']) await BENCHES[name]?.();
