// `npm run check`: everything a change must pass, except the tests.
import { ensurePrismaClient } from './launch/build.mjs';
import { CHECKS, runChecks } from './launch/checks.mjs';
import { checkNode, ensureInstalled } from './launch/install.mjs';
import { launch } from './launch/steps.mjs';

await launch(async () => {
  checkNode();
  await ensureInstalled();
  await ensurePrismaClient();
  const { failed } = await runChecks(CHECKS);
  process.exitCode = failed === 0 ? 0 : 1;
});
