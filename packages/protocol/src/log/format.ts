import { linuxRelease, type MachineSpec } from '@overcommit/engine';
import { z } from 'zod';
import { Policy, type WireEntry } from '../entry.ts';
import { Hash, Id, Seq } from '../ids.ts';

/**
 * An exported log is NDJSON: line 1 the header, then an entry a line, last the end line. It is complete: everyone who
 * has the file can fold the machine and check that nothing was changed, left out or added.
 */
export type LogHeader = {
  format: 'overcommit-log';
  version: 1;
  machine: LogMachine;
};
export type LogMachine = {
  id: string;
  spec: MachineSpec;
  policy: MachineSpec['policy'];
  seed: number;
  /** The engine that made the machine. */
  engineVersion: string;
  /** The release of Linux that the policy means, such as `2.4.20`; left out for other systems and in older logs. */
  release?: string;
};
/**
 * `hash` is the last entry's (or the header's, without entries), `digest` the folded machine's. An installation signs what it
 * exports, so that a chain that was computed again is told from the original.
 */
export type LogEnd = { end: true; seq: number; hash: string; digest: string; signature?: LogSignature };
/** Ed25519 over `signedText`: the installation's public key (32 bytes) and the signature (64 bytes), both in base64url. */
export type LogSignature = { key: string; value: string };

/** What a signature covers: through the chain the whole log, header included. */
export function signedText({ seq, hash, digest }: Pick<LogEnd, 'seq' | 'hash' | 'digest'>): string {
  return `overcommit-log 1 ${seq} ${hash} ${digest}`;
}

export const MachineSpecSchema: z.ZodType<MachineSpec> = z.strictObject({
  memKb: z.number().int().min(1),
  swapKb: z.number().int().min(0),
  policy: Policy,
  seed: z.number().int().min(0),
  /** The longest value is a scoring rule. */
  settings: z.record(z.string().max(80), z.string().max(400)),
  engineVersion: z.string().min(1).max(40).optional(),
});

export const LogHeaderSchema: z.ZodType<LogHeader> = z.strictObject({
  format: z.literal('overcommit-log'),
  version: z.literal(1),
  machine: z.strictObject({
    id: Id,
    spec: MachineSpecSchema,
    policy: Policy,
    seed: z.number().int().min(0),
    engineVersion: z.string().min(1).max(40),
    release: z.string().min(1).max(40).optional(),
  }),
});

export const LogEndSchema: z.ZodType<LogEnd> = z.strictObject({
  end: z.literal(true),
  seq: Seq,
  hash: Hash,
  digest: Hash,
  signature: z
    .strictObject({ key: z.string().regex(/^[\w-]{43}$/), value: z.string().regex(/^[\w-]{86}$/) })
    .optional(),
});

/** The header of a machine's stream and of its exported log: one and the same object, so that both have one hash chain. */
export function logHeader({
  id,
  spec,
  engineVersion,
}: {
  id: string;
  spec: MachineSpec;
  engineVersion: string;
}): LogHeader {
  const release = linuxRelease(spec.policy);
  return {
    format: 'overcommit-log',
    version: 1,
    machine: {
      id,
      spec,
      policy: spec.policy,
      seed: spec.seed,
      engineVersion,
      ...(release === null ? {} : { release }),
    },
  };
}

/** One line of an exported log, with its line break. */
export function printLogLine(line: LogHeader | WireEntry | LogEnd): string {
  return `${JSON.stringify(line)}\n`;
}

/** A whole log as text. For long ones write line by line with `printLogLine`. */
export function printLog(log: { header: LogHeader; entries: readonly WireEntry[]; end: LogEnd }): string {
  return [log.header, ...log.entries, log.end].map(printLogLine).join('');
}
