/** The two files that a kernel is given: its first root file system, and an empty swap device. */

export type RootFile = { path: string; content: Buffer | string; mode: number };

/** A root file system as a cpio archive (newc). Folders are made where a path needs them. */
export function cpio(files: readonly RootFile[]): Buffer {
  const folders = new Set(files.flatMap(({ path }) => path.split('/').slice(0, -1)));
  const parts = [...folders].map((path) => member({ path, content: '', mode: 0o040755 }));
  parts.push(...files.map((file) => member({ ...file, mode: 0o100000 | file.mode })));
  parts.push(member({ path: 'TRAILER!!!', content: '', mode: 0 }));
  // A block beyond whole pages, as cpio would pad it: so much stays taken on the recorded machine, too.
  const archive = Buffer.concat(parts);
  return Buffer.concat([archive, Buffer.alloc(PAGE - (archive.length % PAGE) + BLOCK)]);
}

const PAGE = 4096;
const BLOCK = 512;

function member({ path, content, mode }: RootFile): Buffer {
  const bytes = Buffer.from(content);
  const name = Buffer.from(`${path}\0`);
  // inode, mode, uid, gid, links, time, size, 4 device numbers, length of the name, checksum
  const numbers = [0, mode, 0, 0, 1, 0, bytes.length, 0, 0, 0, 0, name.length, 0];
  const head = Buffer.from(`070701${numbers.map((n) => n.toString(16).padStart(8, '0')).join('')}`);
  return Buffer.concat([padded(Buffer.concat([head, name])), padded(bytes)]);
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

/** The first page of a swap device of `kb`: include/linux/swap.h:swap_header. */
export function swapHeader(kb: number): Buffer {
  const page = Buffer.alloc(PAGE);
  page.writeUInt32LE(1, 1024);
  page.writeUInt32LE(Math.floor(kb / 4) - 1, 1028);
  page.write('SWAPSPACE2', PAGE - 10, 'latin1');
  return page;
}
