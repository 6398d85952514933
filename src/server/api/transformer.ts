import superjson, { type SuperJSONResult } from 'superjson';
import { badRequest } from '../errors.ts';

/** Deeper than any input of our screens. */
const MOST_DEPTH = 32;
/** The kinds that our screens send. Others could make the server allocate (typed arrays), compile (RegExp) or throw. */
const KINDS = new Set(['Date', 'undefined']);
const POISON = new Set(['__proto__', 'constructor', 'prototype']);

/** Superjson both ways, but inputs may use only the part that screens need: a caller must not choose what is created here. */
export const transformer = {
  input: { serialize: superjson.serialize, deserialize: readInput },
  output: superjson,
};

/** @throws AppError BAD_REQUEST */
function readInput(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null || !('json' in raw)) throw badRequest('This is not an input.');
  const { json, meta } = raw as SuperJSONResult;
  eachOf(json, checkText);
  if (meta !== undefined) {
    if (meta.referentialEqualities !== undefined) throw badRequest('An input refers to itself.');
    eachOf(meta.values, (kind) => {
      if (!KINDS.has(kind)) throw badRequest('An input has dates and plain values only.');
    });
  }
  return superjson.deserialize({ json, meta });
}

/** Postgres stores neither NUL nor half of a surrogate pair. */
function checkText(text: string): void {
  if (text.includes('\0') || /\p{Surrogate}/u.test(text)) throw badRequest('A text has invalid characters.');
}

function eachOf(root: unknown, check: (text: string) => void): void {
  const waiting: [unknown, number][] = [[root, 0]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [value, depth] = next;
    if (typeof value === 'string') check(value);
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= MOST_DEPTH) throw badRequest('An input is too deep.');
    for (const [key, inner] of Object.entries(value)) {
      if (POISON.has(key)) throw badRequest('An input has a name that is not allowed.');
      checkText(key);
      waiting.push([inner, depth + 1]);
    }
  }
}
