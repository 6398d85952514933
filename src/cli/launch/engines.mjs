import { existsSync } from 'node:fs';
import { install, mayInstall, placesOf } from './programs.mjs';
import { StepFailed, step } from './steps.mjs';

/** Where Debian, Fedora and Arch put WebKitGTK's browser for tests. */
const MINI_BROWSERS = ['4.1', '4.0', '6.0'].flatMap((version) =>
  ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/libexec', '/usr/lib'].map((folder) =>
    [folder, `webkit2gtk-${version}`, 'MiniBrowser'].join('/'),
  ),
);

/** Path of a Firefox; null if there is none. */
export function findFirefox() {
  const found = [process.env.FIREFOX_PATH, ...placesOf(['firefox-esr', 'firefox'])].find(
    (path) => path && existsSync(path),
  );
  return found ?? null;
}

/** Paths of WebKit's driver and browser; null if one of them, or Xvfb, is not there. */
export function findWebKit() {
  const [driver] = placesOf(['WebKitWebDriver']);
  const miniBrowser = MINI_BROWSERS.find((path) => existsSync(path));
  return driver && miniBrowser && placesOf(['Xvfb']).length > 0 ? { driver, miniBrowser } : null;
}

const ENGINES = [
  { name: 'Firefox', find: findFirefox, packages: ['firefox-esr'] },
  { name: 'WebKit', find: findWebKit, packages: ['webkit2gtk-driver', 'xvfb'] },
];

/**
 * Looks for the engines beside Chromium in which the class of two is played, or installs Debian's where that may be done
 * without asking (as root).
 * @returns {Promise<string[]>} a sentence for each that is not there: what was not run, and how to get it
 * @throws {StepFailed} under CI, where all must be there
 */
export async function ensureEngines() {
  const missing = () => ENGINES.filter(({ find }) => find() === null);
  if (missing().length > 0 && mayInstall()) {
    const packages = missing().flatMap((engine) => engine.packages);
    const names = missing().map(({ name }) => name);
    await step(`install ${names.join(' and ')} (apt-get)`, () => install(packages));
  }
  const words = missing().map(
    ({ name, packages }) =>
      `The class of two was not played in ${name}: \`sudo apt-get install ${packages.join(' ')}\` (Debian, Ubuntu) gets it.`,
  );
  if (words.length > 0 && process.env.CI) throw new StepFailed(words.join('\n'));
  return words;
}
