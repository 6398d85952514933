// `npm test`: everything a change must pass, from a fresh clone on. The last line is `N passed, N failed`; a check counts as one.
import { ensurePrismaClient, ensureScreens } from './launch/build.mjs';
import { CHECKS, RECORDINGS, runChecks } from './launch/checks.mjs';
import { ensureChromium } from './launch/chromium.mjs';
import { ensureEngines } from './launch/engines.mjs';
import { checkNode, ensureInstalled } from './launch/install.mjs';
import { ensureRedis } from './launch/redis.mjs';
import { launch, seconds } from './launch/steps.mjs';
import { runProject } from './launch/vitest.mjs';

const FAILED = { passed: 0, failed: 1 };
const total = { passed: 0, failed: 0 };

function add({ passed, failed }) {
  total.passed += passed;
  total.failed += failed;
}

/** Runs one part. If it breaks off, that is one failure, and the next part still runs. */
async function part(label, action) {
  const startedAt = performance.now();
  console.log(`\n— ${label}`);
  try {
    add(await action());
  } catch (error) {
    console.log(error.message);
    add(FAILED);
  }
  console.log(`  ${label}: ${seconds(performance.now() - startedAt)}`);
}

async function browserTests({ chromium, engines }) {
  await ensureScreens();
  for (const words of await engines) console.log(words);
  const { output, ...count } = await runProject('e2e', { env: { CHROME_PATH: await chromium }, isShown: false });
  console.log(`\n— what the browser tests wrote\n${output}`);
  return count;
}

async function otherTests({ redis }) {
  await part('unit tests', () => runProject('unit*'));
  await part('recordings of real kernels', () => runChecks(RECORDINGS));
  await redis;
  await part('integration tests', () => runProject('integration'));
}

async function testEverything() {
  checkNode();
  // Without it one file fails, which says how to get it.
  const redis = ensureRedis().catch((error) => console.log(error.message));
  // Mostly a download, which the other parts need not wait for; if it fails, the browser tests say so.
  // apt-get runs once at a time.
  const chromium = redis.then(ensureChromium);
  const engines = chromium.then(ensureEngines, ensureEngines);
  chromium.catch(() => {});
  engines.catch(() => {});
  await ensureInstalled();
  await ensurePrismaClient();
  // Set in the calling shell, it would make React and Next behave as in production.
  delete process.env.NODE_ENV;
  await part('checks', () => runChecks(CHECKS));
  // A browser test waits for pages most of its time. Beside the others it costs few minutes; after them it costs many.
  await Promise.all([
    otherTests({ redis }),
    part('browser tests, beside the others; their output comes at their end', () =>
      browserTests({ chromium, engines }),
    ),
  ]);
}

await launch(async () => {
  try {
    await testEverything();
  } catch (error) {
    console.log(error.message);
    add(FAILED);
  }
  process.exitCode = total.failed === 0 ? 0 : 1;
  console.log(`${total.passed} passed, ${total.failed} failed`);
});
