import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from '@overcommit/event-store/canonical';
import type { Machine } from './state.ts';

/** Hex SHA-256 of the machine's canonical JSON (RFC 8785); equal on every host. */
export function digest(m: Machine): string {
  const steps = digestSteps(m);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

/** Runs hashed in one step. */
const RUNS_A_STEP = 256;

/**
 * The digest in small steps, for who has something else to do in between: a machine in pieces is megabytes of JSON.
 * The machine must not change before the last step.
 */
export function* digestSteps(m: Machine): Generator<void, string> {
  const hash = sha256.create();
  const write = (text: string): void => void hash.update(utf8ToBytes(text));
  yield* object({ ...m, frames: m.frames.flat() }, write, (key, value) =>
    key === 'spaces' || key === 'objects' ? list(value as object[], write) : rows(value, write),
  );
  return bytesToHex(hash.digest());
}

type Write = (text: string) => void;
type Steps = Generator<void, void>;

/** `{…}` with its keys in canonical order; each value as `member` writes it. */
function* object(value: object, write: Write, member: (key: string, value: unknown) => Steps): Steps {
  let mark = '{';
  for (const [key, inside] of inOrder(value)) {
    write(`${mark}${canonicalJson(key)}:`);
    yield* member(key, inside);
    mark = ',';
  }
  write(mark === '{' ? '{}' : '}');
}

function inOrder(value: object): [string, unknown][] {
  const members = Object.entries(value).filter(([, inside]) => inside !== undefined);
  return members.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Objects that hold long lists themselves. */
function* list(values: readonly object[], write: Write): Steps {
  let mark = '[';
  for (const value of values) {
    write(mark);
    yield* object(value, write, (_, inside) => rows(inside, write));
    yield;
    mark = ',';
  }
  write(mark === '[' ? '[]' : ']');
}

/** Any value; a long list a step at a time. */
function* rows(value: unknown, write: Write): Steps {
  if (!Array.isArray(value) || value.length <= RUNS_A_STEP) {
    write(canonicalJson(value));
    return;
  }
  for (let i = 0; i < value.length; i += RUNS_A_STEP) {
    const part = canonicalJson(value.slice(i, i + RUNS_A_STEP));
    write(`${i === 0 ? '[' : ','}${part.slice(1, -1)}`);
    yield;
  }
  write(']');
}
