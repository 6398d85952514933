import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createAdmission } from './admission.ts';

function setUp() {
  const admission = createAdmission<{ id: string }>({
    authenticate: async ({ cookie }) => (cookie === undefined ? null : { id: cookie }),
    addressOf: ({ headers }) => String(headers['x-forwarded-for']),
  });
  /** @returns why it was refused, or what ends the connection */
  return async (address: string, person?: string): Promise<string | (() => void)> => {
    const headers = { 'x-forwarded-for': address, ...(person === undefined ? {} : { cookie: person }) };
    const request = { headers } as unknown as IncomingMessage;
    return (await admission.admit(request)) ?? admission.opened(request);
  };
}

describe('connections of screens', () => {
  it('of five hundred people behind one address are all taken, whatever strangers there do', async () => {
    const connect = setUp();
    for (let n = 0; n < 1000; n++) await connect('10.0.0.1');
    expect(await connect('10.0.0.1')).toBe('TOO_MANY_REQUESTS');
    for (let n = 0; n < 500; n++)
      for (let window = 0; window < 4; window++) expect(await connect('10.0.0.1', `p${n}`)).toBeTypeOf('function');
  });

  it('have bounds for a person and for an address, and a place is free again when one ends', async () => {
    const connect = setUp();
    const [first] = await Promise.all(Array.from({ length: 100 }, () => connect('10.0.0.1', 'eve')));
    expect(await connect('10.0.0.2', 'eve')).toBe('TOO_MANY_REQUESTS');
    (first as () => void)();
    expect(await connect('10.0.0.2', 'eve')).toBeTypeOf('function');
    for (let n = 0; n < 2950; n++) await connect('10.0.0.1', `p${n}`);
    expect(await connect('10.0.0.1', 'ida')).toBe('TOO_MANY_REQUESTS');
    expect(await connect('10.0.0.2', 'ida')).toBeTypeOf('function');
  });
});
