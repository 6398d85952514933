/** Checks recordings of real kernel functions against the engine's formulas. Pure: reads and prints nothing. */
import { illumosAnonReserve, linuxEra, parseRelease } from '@overcommit/engine/formulas';
import { OOM_TABLES_SET, SWAP_RESERVE_SET } from './freebsd.ts';
import { anonReserveSet, SWAPFS_LIMITS_SET } from './illumos.ts';
import { linuxBadnessSet } from './linuxBadness.ts';
import { linuxEnoughMemorySet } from './linuxEnoughMemory.ts';
import { linuxGateSet } from './linuxGate.ts';
import { linuxTablesSet } from './linuxTables.ts';
import { agrees, asRecord, type VectorRecord, type VectorSet } from './record.ts';

export type VectorFailure = { record: string; why: string };
export type FileVerdict = { passed: number; failures: VectorFailure[] };

/** `<system>[-<release>]-<set>`; a set's name may contain dashes. */
export type VectorFileName = { system: string; release: string | null; set: string };

const LINUX_SETS = {
  badness: linuxBadnessSet,
  tables: linuxTablesSet,
  'oom-gate': linuxGateSet,
  'vm-enough-memory': linuxEnoughMemorySet,
};
const FREEBSD_SETS = { 'swap-reserve': SWAP_RESERVE_SET, 'oom-tables': OOM_TABLES_SET };

/** @returns null if the name is not of that form */
export function parseVectorFileName(fileName: string): VectorFileName | null {
  const match = /^([a-z]+)(?:-(\d[\w.]*))?-([a-z][a-z-]*)\.json$/.exec(fileName);
  if (!match?.[1] || !match[3]) return null;
  return { system: match[1], release: match[2] ?? null, set: match[3] };
}

/** The set behind a file name; null if the system, its release or the set is unknown. */
export function vectorSetFor(fileName: string): VectorSet | null {
  const name = parseVectorFileName(fileName);
  if (name === null) return null;
  if (name.release !== null && parseRelease(name.release) === null) return null;
  return own(SYSTEMS, name.system)?.(name) ?? null;
}

const SYSTEMS: Readonly<Record<string, (name: VectorFileName) => VectorSet | null>> = {
  illumos: ({ release, set }) => own(illumosSets(release), set),
  freebsd: ({ set }) => own(FREEBSD_SETS, set),
  linux: ({ release, set }) => {
    const era = release === null ? null : linuxEra(release);
    return era && (own(LINUX_SETS, set)?.(era) ?? null);
  },
};

function illumosSets(release: string | null): Readonly<Record<string, VectorSet>> {
  return { 'anon-reserve': anonReserveSet(illumosAnonReserve(release)), 'swapfs-limits': SWAPFS_LIMITS_SET };
}

function own<Value>(sets: Readonly<Record<string, Value>>, name: string): Value | null {
  return Object.hasOwn(sets, name) ? (sets[name] ?? null) : null;
}

/** Check every record of a file. A file that cannot be understood counts as failed, with all its records. */
export function checkVectorFile(fileName: string, content: unknown): FileVerdict {
  const records = Array.isArray(content) ? content : [content];
  const set = Array.isArray(content) ? vectorSetFor(fileName) : null;
  if (set === null) {
    return { passed: 0, failures: records.map((_, i) => ({ record: `#${i}`, why: 'no rule for this file' })) };
  }
  const failures = records.flatMap((record, i) => {
    const why = disagreement(record, set);
    return why === null ? [] : [{ record: nameOf(record, i), why }];
  });
  return { passed: records.length - failures.length, failures };
}

/** The differences in words; null if every output of the record is equal to the formulas' result. */
function disagreement(value: unknown, set: VectorSet): string | null {
  try {
    const record = asRecord(value);
    const outputs = Object.keys(record).filter((name) => !set.inputs.has(name));
    if (outputs.length === 0) return 'has no output to compare';
    const computed = set.compute(record);
    const wrong = outputs.filter((name) => !agrees(record[name], computed[name]));
    return wrong.length === 0 ? null : wrong.map((name) => difference(name, record, computed)).join('; ');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function difference(name: string, record: VectorRecord, computed: VectorRecord): string {
  const short = (value: unknown) => (JSON.stringify(value) ?? 'nothing').slice(0, 400);
  return `${name}: recorded ${short(record[name])}, computed ${short(computed[name])}`;
}

function nameOf(record: unknown, index: number): string {
  const id = typeof record === 'object' && record !== null && 'id' in record ? record.id : null;
  return typeof id === 'string' ? id : `#${index}`;
}
