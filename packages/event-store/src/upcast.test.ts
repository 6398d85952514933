import { describe, expect, it } from 'vitest';
import { createMemoryStore } from './memoryStore.ts';
import type { Upcasters } from './upcast.ts';

const upcasters: Upcasters = {
  events: [
    { type: 'entry', from: 1, upcast: (data) => ({ ...data, bytes: Number(data.kb) * 1024 }) },
    { type: 'entry', from: 2, upcast: ({ kb: _kb, ...data }) => data },
  ],
  snapshots: [
    { type: 'machine', from: 1, upcast: (state) => `${state}+` },
    { type: 'machine', from: 2, upcast: () => null },
  ],
};

async function oldLog() {
  const store = createMemoryStore({ now: () => '2025-01-01T00:00:00.000Z', upcasters });
  await store.createStream({ streamId: 'm1', kind: 'machine', header: {} });
  await store.append('m1', 0, [
    { type: 'entry', schemaVersion: 1, data: { kb: 2 }, metadata: { actor: 'ada', commandId: 'c1' } },
  ]);
  return store;
}

describe('upcasting', () => {
  it('carries an old event through every step to today on read', async () => {
    const [event] = await (await oldLog()).read('m1');
    expect(event).toMatchObject({ schemaVersion: 3, data: { bytes: 2048 } });
    expect(event?.data).not.toHaveProperty('kb');
  });

  it('leaves a raw read as it was stored, because that is what the hashes cover', async () => {
    const store = await oldLog();
    const [raw] = await store.read('m1', { isRaw: true });
    const [lifted] = await store.read('m1');
    expect(raw).toMatchObject({ schemaVersion: 1, data: { kb: 2 } });
    expect(lifted?.hash).toBe(raw?.hash);
  });

  it('lifts a snapshot where it can, and drops it where it cannot', async () => {
    const store = await oldLog();
    await store.saveSnapshot('m1', { version: 1, type: 'other', schemaVersion: 1, state: 's' });
    expect(await store.latestSnapshot('m1')).toMatchObject({ state: 's' });
    await store.saveSnapshot('m1', { version: 1, type: 'machine', schemaVersion: 1, state: 's' });
    expect(await store.latestSnapshot('m1')).toBeNull();
  });
});
