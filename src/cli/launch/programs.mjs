import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './steps.mjs';

const pathFolders = () => (process.env.PATH ?? '').split(delimiter).filter(Boolean);

/** Every place in which one of these programs is on the PATH. */
export const placesOf = (names) =>
  pathFolders()
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .filter((path) => existsSync(path));

/** As root on Debian, packages may be installed without asking. */
export const mayInstall = () => process.getuid?.() === 0 && placesOf(['apt-get']).length > 0;

/** Installs packages of Debian. @throws {StepFailed} with apt-get's output */
export async function install(packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-q'], { env });
  await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env });
}
