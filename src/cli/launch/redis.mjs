import { install, mayInstall, placesOf } from './programs.mjs';
import { step } from './steps.mjs';

/** Installs Debian's Redis, where that may be done without asking: a test runs two processes over it, and says how to get it. */
export async function ensureRedis() {
  if (placesOf(['redis-server']).length > 0 || !mayInstall()) return;
  await step('install Redis (apt-get)', () => install(['redis-server']));
}
