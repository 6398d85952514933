import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digest, ENGINE_VERSION, type MainLine, replay, vary } from '@overcommit/engine';
import { createMemoryStore, hashedBody, hashHeader, hashLink, type JsonObject } from '@overcommit/event-store';
import { parseLog, toNewEvent, toWireEntry, verifyLog } from '@overcommit/protocol';
import { describe, expect, it, vi } from 'vitest';

const changed = vi.hoisted(() => ({ isOn: false }));

/** Every kernel as it is; once `changed.isOn`, a kernel that refuses every request and kills no process. */
vi.mock('../../packages/engine/src/kernels/registry.ts', async (original) => {
  const real = await original<typeof import('../../packages/engine/src/kernels/registry.ts')>();
  const policyOf: typeof real.policyOf = (id) => {
    const policy = real.policyOf(id);
    if (!changed.isOn) return policy;
    const decideCharge: typeof policy.decideCharge = (m, request) => ({
      ...policy.decideCharge(m, request),
      isGranted: false,
    });
    return { ...policy, decideCharge, candidates: () => [] };
  };
  return { ...real, policyOf };
});

const TEXT = readFileSync(join(import.meta.dirname, 'class-crash@0.1.0.ndjson'), 'utf8');

function read(): { main: MainLine; end: string; header: JsonObject; entries: ReturnType<typeof toWireEntry>[] } {
  const log = parseLog(TEXT);
  if (!log.ok || !log.end) throw new Error('the log does not parse');
  const { header, entries, end } = log;
  return { main: { spec: header.machine.spec, entries }, end: end.digest, header: { ...header }, entries };
}

describe('a log of an earlier engine', () => {
  it('folds to what it was, though its commands would give other facts today', () => {
    const { main, end } = read();
    expect(main.entries.every(({ engineVersion }) => engineVersion === '0.1.0')).toBe(true);
    expect(ENGINE_VERSION).not.toBe('0.1.0');
    expect(digest(vary(main, { from: 0 }).machine)).not.toBe(end);
    expect(digest(replay(main.spec, main.entries))).toBe(end);
  });

  it('verifies as far as it can be: its entries fold, and are counted', () => {
    const verdict = { ok: null, carriedOut: 0, onlyFolded: read().entries.length, digest: read().end };
    expect(verifyLog(TEXT)).toMatchObject(verdict);
  });

  it('folds to what it was under a policy that decides otherwise now', () => {
    const { main, end } = read();
    changed.isOn = true;
    try {
      const anew = vary(main, { from: 0 });
      expect(anew.report.refusals.map(({ errno }) => errno)).toContain('ENOMEM');
      expect(anew.machine.processes).toEqual([]);
      expect(digest(replay(main.spec, main.entries))).toBe(end);
    } finally {
      changed.isOn = false;
    }
  });

  it('opens through upcasters when its shape was another, and its hashes still cover what was stored', async () => {
    const { main, end, header, entries } = read();
    // As if version 1 had kept facts under another name.
    const upcast = ({ happened, ...data }: JsonObject): JsonObject => ({ ...data, facts: happened });
    const upcasters = { events: [{ type: 'entry', from: 1, upcast }], snapshots: [] };
    const store = createMemoryStore({ now: () => '2025-01-01T00:00:00.000Z', upcasters });
    await store.createStream({ streamId: 'old', kind: 'machine', header });
    const old = entries.map(toNewEvent).map((event) => {
      const { facts: happened, ...data } = event.data;
      return { ...event, schemaVersion: 1, data: { ...data, happened } };
    });
    await store.append('old', 0, old);

    const lifted = (await store.read('old')).map(toWireEntry);
    expect(lifted.every(({ schemaVersion }) => schemaVersion === 2)).toBe(true);
    expect(digest(replay(main.spec, lifted))).toBe(end);
    let hash = hashHeader(header);
    for (const event of await store.read('old', { isRaw: true })) {
      expect(event.data).not.toHaveProperty('facts');
      hash = hashLink(hash, hashedBody(event));
      expect(event.hash).toBe(hash);
    }
  });
});
