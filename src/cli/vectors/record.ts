/** One recorded call: inputs and outputs side by side, as the file has them. */
export type VectorRecord = Readonly<Record<string, unknown>>;

/** The results of the formulas for a record: every output that a record of the set may have. */
export type Outputs = Readonly<Record<string, unknown>>;

/** A set of recordings: which fields are inputs, and how to compute all others. */
export type VectorSet = {
  inputs: ReadonlySet<string>;
  compute: (record: VectorRecord) => Outputs;
};

/** Fields that describe a record and are not part of it. */
const REMARKS = ['id', 'edge', 'note', 'unsigned_wrap', 'int_overflow'];

export function inputNames(...names: string[]): ReadonlySet<string> {
  return new Set([...REMARKS, ...names]);
}

/** A number field. Throws if it is missing or not a number, unless a default is given. */
export function num(record: VectorRecord, name: string, byDefault?: number): number {
  const value = record[name] ?? byDefault;
  if (typeof value !== 'number') throw new Error(`${name} is not a number`);
  return value;
}

/** A boolean field; left out means false. */
export function flag(record: VectorRecord, name: string): boolean {
  return record[name] === true;
}

/** A list of objects; left out means empty. */
export function list(record: VectorRecord, name: string): VectorRecord[] {
  const value = record[name] ?? [];
  if (!Array.isArray(value)) throw new Error(`${name} is not a list`);
  return value.map(asRecord);
}

export function asRecord(value: unknown): VectorRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('not an object');
  return value as VectorRecord;
}

/** The value as the files write it: beyond 2^53 − 1 a decimal string. */
export function written(value: bigint): number | string {
  const asNumber = Number(value);
  return Number.isSafeInteger(asNumber) ? asNumber : value.toString();
}

/** True if `computed` has everything that was recorded, with the same values. It may have more. */
export function agrees(recorded: unknown, computed: unknown): boolean {
  if (Array.isArray(recorded)) {
    return (
      Array.isArray(computed) &&
      recorded.length === computed.length &&
      recorded.every((value, i) => agrees(value, computed[i]))
    );
  }
  if (typeof recorded === 'object' && recorded !== null) {
    if (typeof computed !== 'object' || computed === null) return false;
    const other = computed as VectorRecord;
    return Object.entries(recorded).every(([name, value]) => agrees(value, other[name]));
  }
  return Object.is(recorded, computed);
}
