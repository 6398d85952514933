import { count, MIB, type ProgramKind, RESTS, setting, size, type Turn } from './program.ts';
import { ownSpace } from './regions.ts';

/**
 * [PG-15] Writes `writes` of its largest region in each tick, from its start on, and exits with 0 after `life` ticks. A
 * backup of Redis only reads: there its parent's writes cost the copies.
 */
export const bgsave: ProgramKind = {
  parameters: { writes: size(2 * MIB), life: count(5, 1, 100_000) },
  play: (turn) => {
    const process = turn.process.name;
    if (turn.age > setting(turn, 'life')) return { commands: [{ verb: 'exit', process, code: 0 }] };
    const copy = largestRegion(turn);
    if (!copy) return RESTS;
    const length = Math.min(setting(turn, 'writes'), copy.bytes);
    const offset = ((turn.age - 1) % Math.floor(copy.bytes / length)) * length;
    return { commands: [{ verb: 'touch', process, region: copy.region, offset, length, access: 'w' }] };
  },
};

function largestRegion(turn: Turn): { region: string; bytes: number } | null {
  let largest: { region: string; bytes: number } | null = null;
  for (const [region, { count: pages }] of Object.entries(ownSpace(turn).regions)) {
    if (pages * 4096 > (largest?.bytes ?? 0)) largest = { region, bytes: pages * 4096 };
  }
  return largest;
}
