import {
  boot,
  DEFAULT_SPEC,
  MACHINE_KB,
  type MachineSpec,
  type PolicyId,
  parseSize,
  readPolicy,
} from '@overcommit/engine';
import { UsageError } from './usage.ts';

/** The changes to a machine by `--policy`, `--set`, `--ram` and `--swap`. */
export type SpecChanges = { policy?: PolicyId; settings: Record<string, string>; memKb?: number; swapKb?: number };

export type SpecFlags = { policy?: string; set?: string[]; ram?: string; swap?: string };

/** Reads the flags that describe a machine; throws a UsageError that names the flag. */
export function readSpecFlags(flags: SpecFlags): SpecChanges {
  return {
    ...(flags.policy === undefined ? {} : { policy: policyFlag(flags.policy) }),
    ...(flags.ram === undefined ? {} : { memKb: readKb('--ram', flags.ram, 16_384) }),
    ...(flags.swap === undefined ? {} : { swapKb: readKb('--swap', flags.swap, 0) }),
    settings: Object.fromEntries((flags.set ?? []).map(readSetting)),
  };
}

export function changeSpec(spec: MachineSpec, changes: SpecChanges): MachineSpec {
  return { ...spec, ...changes, settings: { ...spec.settings, ...changes.settings } };
}

/** Refuses a setting that the machine does not have. Throws a UsageError. */
export function requireKnownSettings(spec: MachineSpec, { settings }: SpecChanges): void {
  const known = boot({ ...DEFAULT_SPEC, policy: spec.policy }).tunables;
  for (const name of Object.keys(settings)) {
    if (!Object.hasOwn(known, name))
      throw new UsageError(`--set: ${spec.policy} has no tunable ${name}. It has: ${Object.keys(known).join(' ')}`);
  }
}

function policyFlag(text: string): PolicyId {
  const read = readPolicy(text);
  if (!read.ok) throw new UsageError(`--policy: ${read.message}`);
  return read.id;
}

function readSetting(text: string): [string, string] {
  const match = /^([A-Za-z][A-Za-z0-9_./-]*)=(-?\d{1,15})$/.exec(text);
  if (!match) throw new UsageError(`--set: expected NAME=VALUE such as vm/overcommit_memory=2, found ${text}`);
  return [(match[1] as string).replaceAll('.', '/'), match[2] as string];
}

function readKb(flag: string, text: string, least: number): number {
  const parsed = parseSize(text);
  const kb = parsed.ok ? Math.floor(parsed.bytes / 1024) : -1;
  if (kb < least || kb > MACHINE_KB.most) throw new UsageError(`${flag}: expected a size such as 256M, found ${text}`);
  return kb;
}
