import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { install, mayInstall, placesOf } from './programs.mjs';
import { StepFailed, step } from './steps.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * Finds a Chromium or Chrome for the browser tests, or installs Debian's where that may be done without asking (as root).
 * @returns {Promise<string>} its path. @throws {StepFailed} saying what to install.
 */
export async function ensureChromium() {
  const found = findChromium();
  if (found !== null) return found;
  if (mayInstall()) await step('install Chromium (apt-get)', () => install(['chromium']));
  const installed = findChromium();
  if (installed !== null) return installed;
  throw new StepFailed(
    'The browser tests need Chromium: `sudo apt-get install chromium` (Debian, Ubuntu), `brew install --cask chromium` (macOS),\n' +
      'or set CHROME_PATH to a Chromium or Chrome binary.',
  );
}

function findChromium() {
  const candidates = [process.env.CHROME_PATH, ...placesOf(NAMES), ...ELSEWHERE];
  // On some distributions this path is a script that only says how to install it, so ask for a version.
  return candidates.find((path) => path && existsSync(path) && spawnSync(path, ['--version']).status === 0) ?? null;
}
