// `npm run dev`: the server from source, and screens that Next rebuilds as you edit. Restart it after a change of the server.
import { spawn } from 'node:child_process';
import { ensurePrismaClient } from './launch/build.mjs';
import { checkNode, ensureInstalled } from './launch/install.mjs';
import { launch, ROOT } from './launch/steps.mjs';

await launch(async () => {
  checkNode();
  await ensureInstalled();
  await ensurePrismaClient();
  const env = { ...process.env, NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' };
  const server = spawn(process.execPath, ['--import', 'tsx', 'src/server/main.ts'], {
    cwd: ROOT,
    env,
    stdio: 'inherit',
  });
  // Ctrl-C reaches the server too, as it is in the same process group; this process only waits for it.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => server.kill('SIGTERM'));
  process.exitCode = await new Promise((resolve) => server.once('exit', (code) => resolve(code ?? 1)));
});
