/** How programs map, grow and access memory. */
import type { Command } from '../../commands.ts';
import { regionOf, spaceOf } from '../../memory/space.ts';
import type { AddressSpace } from '../../state.ts';
import { setting, type Turn } from './program.ts';

const PAGE = 4096;
const RW = { read: true, write: true, exec: false };
const PRIVATE = { kind: 'private', noreserve: false, populate: false, locked: false } as const;

export function ownSpace({ machine, process }: Turn): AddressSpace {
  return spaceOf(machine, process.space as number);
}

/** Bytes of a region of the process; 0 = there is none. */
export function bytesOf(turn: Turn, region: string): number {
  return (regionOf(ownSpace(turn), region)?.count ?? 0) * PAGE;
}

/** Map private memory and write all of it. */
export function mapAndWrite(process: string, region: string, bytes: number): Command[] {
  return [
    { verb: 'mmap', process, region, bytes, prot: RW, flags: PRIVATE },
    { verb: 'touch', process, region, offset: 0, length: bytes, access: 'w' },
  ];
}

/** Make the region `step` bytes larger, up to `most` bytes, and write what is new. Nothing once it is as large as that. */
export function grow(turn: Turn, region: string, { step, most }: { step: number; most: number }): Command[] {
  const process = turn.process.name;
  const bytes = bytesOf(turn, region);
  const more = Math.min(step, most - bytes);
  if (more <= 0) return [];
  if (bytes === 0) return mapAndWrite(process, region, more);
  return [
    { verb: 'mremap', process, region, bytes: bytes + more },
    { verb: 'touch', process, region, offset: bytes, length: more, access: 'w' },
  ];
}

/** Access a stretch somewhere in the region; stretches of a size do not overlap. */
export function accessSomewhere(turn: Turn, region: string, stretch: { bytes: number; access: 'r' | 'w' }): Command {
  const bytes = bytesOf(turn, region);
  const length = Math.min(stretch.bytes, bytes);
  const offset = turn.draw(Math.floor(bytes / length)) * length;
  return { verb: 'touch', process: turn.process.name, region, offset, length, access: stretch.access };
}

/** A size around the usual one, half as much to half as much again, in whole pages. */
export function sizeAround(turn: Turn, name: string): number {
  const half = Math.ceil(setting(turn, name) / 2 / PAGE);
  return (half + turn.draw(2 * half + 1)) * PAGE;
}
