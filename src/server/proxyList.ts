import { BlockList, isIP } from 'node:net';

/** Whether an address is that of a configured proxy. */
export type IsProxy = (address: string) => boolean;

/**
 * Reads a list such as `127.0.0.1, 10.0.0.0/8, fd00::/8`; `loopback` stands for this computer.
 * @throws Error that names the first part which is no address
 */
export function proxyList(text: string): IsProxy {
  const list = new BlockList();
  const parts = text.split(',').map((part) => part.trim());
  for (const part of parts.flatMap((one) => (one === 'loopback' ? ['127.0.0.0/8', '::1'] : one === '' ? [] : [one]))) {
    const [address = '', prefix] = part.split('/');
    const family = isIP(address);
    const most = family === 4 ? 32 : 128;
    const bits = prefix === undefined ? most : Number(prefix);
    if (family === 0 || !/^\d{1,3}$/.test(prefix ?? '0') || bits > most) throw new Error(`“${part}” is no address`);
    list.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6');
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
}
