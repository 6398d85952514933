import { runServer } from '../../src/server/run.ts';

/** The product's server as a process of its own, to be killed: all of it but the pages of Next, which need a build. */
runServer(async () => ({
  answer: async (_req, res) => {
    res.end('a page');
  },
  close: async () => undefined,
}));
