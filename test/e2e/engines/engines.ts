import { findFirefox, findWebKit } from '../../../src/cli/launch/engines.mjs';
import { firefoxEngine } from './firefox.ts';
import type { Engine } from './screen.ts';
import { webkitEngine } from './webkit.ts';

/**
 * The engines beside Chromium that are on this computer. `npm test` says which are not and how to get them, and fails under CI
 * without one.
 */
export function enginesHere(): Engine[] {
  const firefox = findFirefox();
  const webkit = findWebKit();
  return [...(firefox ? [firefoxEngine(firefox)] : []), ...(webkit ? [webkitEngine(webkit)] : [])];
}
