import { describe, expect, it } from 'vitest';
import { hashedBody, hashHeader, hashLink, sha256Hex } from './hashChain.ts';

describe('the hash chain', () => {
  it('starts with the SHA-256 of the header in canonical JSON', () => {
    expect(hashHeader({ b: 1, a: 'x' })).toBe(sha256Hex('{"a":"x","b":1}'));
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('goes on with the SHA-256 of the previous hash in hex and the body in canonical JSON', () => {
    const before = hashHeader({});
    expect(hashLink(before, { seq: 1, actor: 'ada' })).toBe(sha256Hex(`${before}{"actor":"ada","seq":1}`));
  });

  it('covers seq, tick, actor, commandId, command, facts, engineVersion, policy and recordedAt of an entry, and nothing else', () => {
    const body = hashedBody({
      streamId: 'm1',
      version: 3,
      type: 'entry',
      schemaVersion: 1,
      data: { tick: 9, command: { verb: 'swapoff' }, facts: [] },
      metadata: { actor: 'ada', commandId: 'c1', engineVersion: '1', policy: 'linux-6.1' },
      recordedAt: '2025-01-01T00:00:00.000Z',
    });
    expect(Object.keys(body).sort()).toEqual([
      'actor',
      'command',
      'commandId',
      'engineVersion',
      'facts',
      'policy',
      'recordedAt',
      'seq',
      'tick',
    ]);
    expect(body.seq).toBe(3);
  });
});
