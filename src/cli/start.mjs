// `npm start`: from a fresh clone to a running service. Whatever is up to date already is left as it is.
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
  // In this very process: a kill of the launcher is a kill of the server, and signals reach it without a go-between.
  await import(pathToFileURL(server).href);
});
