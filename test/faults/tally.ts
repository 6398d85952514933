import type { WireEntry } from '@overcommit/protocol';

/** What a person was told of a command; null while no answer has come. */
export type Told = { kind: 'acknowledged'; seq: number } | { kind: 'rejected' } | { kind: 'failed' } | null;
export type Sent = { commandId: string; machineId: string; told: Told };
export type Tally = { acknowledged: number; lost: string[]; invented: string[]; doubled: string[] };

/**
 * Holds what people were told against what the logs say. Lost: acknowledged, and not the entry at that number. Invented: an
 * entry that no one sent, or that was said to be refused. Doubled: stored twice, or stored although it was said to have
 * failed, so that its sender types it again.
 */
export function tally(sent: readonly Sent[], logs: ReadonlyMap<string, readonly WireEntry[]>): Tally {
  const found: Tally = { acknowledged: 0, lost: [], invented: [], doubled: [] };
  const known = new Map(sent.map((one) => [one.commandId, one]));
  const seqs = new Map<string, number>();
  for (const [machineId, entries] of logs)
    for (const [i, { seq, commandId }] of entries.entries()) {
      const about = `${machineId} ${seq} ${commandId}`;
      const from = known.get(commandId);
      if (seqs.has(commandId) && from) found.doubled.push(about);
      seqs.set(commandId, seq);
      if (seq !== i + 1) found.invented.push(`${about} stands at ${i + 1}`);
      if (from?.told?.kind === 'failed') found.doubled.push(about);
      else if (from ? from.machineId !== machineId || from.told?.kind === 'rejected' : !isOfPlatform(commandId))
        found.invented.push(about);
    }
  for (const { commandId, machineId, told } of sent) {
    if (told?.kind !== 'acknowledged') continue;
    found.acknowledged += 1;
    if (seqs.get(commandId) !== told.seq) found.lost.push(`${machineId} ${told.seq} ${commandId}`);
  }
  return found;
}

/** `tick:7`, `seat:…`: the platform's own. */
const isOfPlatform = (commandId: string): boolean => commandId.includes(':');
