import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, runTool, step } from './steps.mjs';

const PRISMA_CLIENT = 'prisma/generated';
const PRISMA_SOURCES = ['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json'];
const SCREENS = '.next';
const SCREEN_SOURCES = [
  'src',
  'packages',
  'public',
  'next.config.js',
  'postcss.config.mjs',
  'prisma/schema.prisma',
  'tsconfig.json',
  'package-lock.json',
];
const BUNDLES = 'dist';
/** File under dist to its source; the server starts the others as threads. */
const SERVER_ENTRIES = {
  server: 'src/server/main.ts',
  logCheckWorker: 'src/server/logCheck/worker.ts',
  verdictsWorker: 'src/server/grading/verdicts/worker.ts',
  machinesWorker: 'src/server/rooms/machines/worker.ts',
};

/** Generates the Prisma client, if the schema has changed. Needs no network. */
export async function ensurePrismaClient() {
  const stamp = newStamp(join(PRISMA_CLIENT, '.made-of'), PRISMA_SOURCES);
  if (stamp.isFresh() && existsSync(join(ROOT, PRISMA_CLIENT, 'client.ts'))) return;
  await step('generate the database client', () => runTool('prisma/build/index.js', ['generate']));
  stamp.write();
}

/** `next build`, if a source has changed since the last build. */
export async function ensureScreens() {
  const stamp = newStamp(join(SCREENS, '.made-of'), SCREEN_SOURCES);
  if (stamp.isFresh() && existsSync(join(ROOT, SCREENS, 'BUILD_ID'))) return;
  await step('build the screens (next build; the first time takes a minute)', () => {
    rmSync(join(ROOT, SCREENS, '.made-of'), { force: true });
    return runTool('next/dist/bin/next', ['build'], { env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' } });
  });
  stamp.write();
}

/** Bundles the server, or another `entry` that runs it; fast enough to be done at every start. @returns the file to run. */
export async function bundleServer({ entry = SERVER_ENTRIES.server, folder = BUNDLES } = {}) {
  const { build, stop } = await import('esbuild');
  await step('bundle the server', () =>
    build({
      absWorkingDir: ROOT,
      entryPoints: { ...SERVER_ENTRIES, server: entry },
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      sourcemap: true,
      logLevel: 'warning',
      plugins: [{ name: 'packages-stay-outside', setup: leavePackagesOutside }],
    }),
  );
  await stop();
  return join(ROOT, folder, 'server.mjs');
}

/** What npm installed is loaded from node_modules; our own packages are TypeScript and go in. */
function leavePackagesOutside(build) {
  build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
    const isOurs = kind === 'entry-point' || path.startsWith('@overcommit/') || path.startsWith('@/');
    return isOurs ? undefined : { path, external: true };
  });
}

/** A record of the sources of a build. The digest is taken before the build starts. */
function newStamp(file, sources) {
  const digest = digestOf(sources);
  const path = join(ROOT, file);
  return {
    isFresh: () => existsSync(path) && readFileSync(path, 'utf8') === digest,
    write: () => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, digest);
    },
  };
}

function digestOf(sources) {
  const hash = createHash('sha256').update(process.version);
  for (const file of sources.flatMap(filesUnder).sort()) {
    hash.update(`\0${file}\0`).update(readFileSync(join(ROOT, file)));
  }
  return hash.digest('hex');
}

/** Files at or under a path; tests and launchers do not take part in a build. */
function filesUnder(path) {
  const full = join(ROOT, path);
  if (!existsSync(full) || path === 'src/cli' || /\.test\.tsx?$/.test(path)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full).flatMap((name) => filesUnder(`${path}/${name}`));
}
