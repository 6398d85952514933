import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from './canonical.ts';
import type { StoredEvent } from './types.ts';

/** Hex SHA-256 of a text's UTF-8 bytes. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** The hash before event 1 of a stream: hex SHA-256 of the header's canonical JSON. */
export function hashHeader(header: unknown): string {
  return sha256Hex(canonicalJson(header));
}

/** The next link: hex SHA-256 of the previous hash (as hex text) followed by the body's canonical JSON. */
export function hashLink(previousHash: string, body: Record<string, unknown>): string {
  return sha256Hex(previousHash + canonicalJson(body));
}

/**
 * What a stored event's hash covers. For a machine's entry that is exactly
 * `{seq, tick, actor, commandId, command, facts, engineVersion, policy, recordedAt}`.
 */
export function hashedBody(event: Omit<StoredEvent, 'hash'>): Record<string, unknown> {
  return { ...event.data, ...event.metadata, seq: event.version, recordedAt: event.recordedAt };
}
