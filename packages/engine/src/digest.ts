import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import type { Machine } from './state.ts';

/** Hex SHA-256 of the machine's canonical JSON (RFC 8785); equal on every host. */
export function digest(m: Machine): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalize({ ...m, frames: m.frames.flat() }) as string)));
}
