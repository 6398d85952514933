// `npm start`: from a fresh clone to a running service. Steps that are up to date are skipped.
import { pathToFileURL } from 'node:url';
import { bundleServer, ensurePrismaClient, ensureScreens } from './launch/build.mjs';
import { checkNode, ensureInstalled } from './launch/install.mjs';
import { launch } from './launch/steps.mjs';

await launch(async () => {
  checkNode();
  await ensureInstalled();
  await ensurePrismaClient();
  await ensureScreens();
  const server = await bundleServer();
  process.env.NODE_ENV = 'production';
  // In this process, so that signals and a kill of the launcher reach the server directly.
  await import(pathToFileURL(server).href);
});
