import next from 'next';
import { runServer } from './run.ts';

/** The product: the server, with the pages of Next. */
runServer(async ({ isDev, port }, httpServer) => {
  process.env.NEXT_TELEMETRY_DISABLED = '1';
  const app = next({ dev: isDev, dir: process.cwd(), hostname: 'localhost', port, httpServer });
  await app.prepare();
  return { answer: app.getRequestHandler(), close: () => app.close() };
});
