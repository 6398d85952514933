/**
 * Canonical JSON after RFC 8785 (JCS): members sorted by UTF-16 code units, no white space, numbers and strings as
 * ECMAScript prints them. Equal values give equal text on every host, so it can be hashed. Members that are `undefined`
 * are left out, as in JSON.
 * @throws TypeError for what JSON cannot hold (NaN, an infinity, a function, a bigint, a symbol, `undefined` in an array) and
 * for half of a surrogate pair, which has no UTF-8 to be hashed.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${value} has no canonical JSON`);
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? canonicalArray(value) : canonicalObject(value as Record<string, unknown>);
    default:
      throw new TypeError(`a ${typeof value} has no canonical JSON`);
  }
}

function canonicalArray(items: unknown[]): string {
  let text = '[';
  for (let i = 0; i < items.length; i++) text += (i > 0 ? ',' : '') + canonicalJson(items[i]);
  return `${text}]`;
}

function canonicalObject(record: Record<string, unknown>): string {
  let text = '';
  for (const key of sortedKeys(record)) {
    const member = record[key];
    if (member !== undefined) text += (text === '' ? '{' : ',') + quotedKey(key) + canonicalJson(member);
  }
  return text === '' ? '{}' : `${text}}`;
}

/** Facts of one type have the same few keys, mostly in order already: checking is cheaper than sorting. */
function sortedKeys(record: Record<string, unknown>): string[] {
  const keys = Object.keys(record);
  for (let i = 1; i < keys.length; i++) if ((keys[i - 1] as string) > (keys[i] as string)) return keys.sort();
  return keys;
}

/** Printable ASCII without quote and backslash: nothing needs escaping. */
const PLAIN = /^[ !#-[\]-~]*$/;

const HALF_PAIR = /\p{Surrogate}/u;

function quote(text: string): string {
  if (text.length < 64 && PLAIN.test(text)) return `"${text}"`;
  if (HALF_PAIR.test(text)) throw new TypeError('half of a surrogate pair has no canonical JSON');
  return JSON.stringify(text);
}

const MOST_KEYS = 1000;
const quotedKeys = new Map<string, string>();

/** A key with its quotes and colon, memoised: keys are few and occur in every entry. */
function quotedKey(key: string): string {
  const known = quotedKeys.get(key);
  if (known !== undefined) return known;
  const quoted = `${quote(key)}:`;
  if (quotedKeys.size < MOST_KEYS) quotedKeys.set(key, quoted);
  return quoted;
}
