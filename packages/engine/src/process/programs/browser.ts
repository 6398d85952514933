import type { Command } from '../../commands.ts';
import { count, MIB, type ProgramKind, RESTS, setting, size, type Turn } from './program.ts';
import { accessSomewhere, bytesOf, grow, mapAndWrite, ownSpace, sizeAround } from './regions.ts';

/** Out of 100 turns, so many open a tab, let one grow, look at one, close one; in the rest the person reads. */
const CHANCES = { open: 35, grow: 25, look: 15, close: 10 };

/** [PG-18] Up to `tabs` tabs of about `size` each, which grow up to twice that and are closed again, as chance will have it. */
export const browser: ProgramKind = {
  parameters: { tabs: count(6, 1, 32), size: size(12 * MIB) },
  play: (turn) => {
    const commands = nextMove(turn);
    return commands.length > 0 ? { commands } : RESTS;
  },
};

function nextMove(turn: Turn): Command[] {
  const tabs = Object.keys(ownSpace(turn).regions).filter((name) => /^tab\d+$/.test(name));
  let chance = turn.draw(100);
  const isNext = (share: number): boolean => {
    chance -= share;
    return chance < 0;
  };
  const isOpening = isNext(CHANCES.open);
  if (tabs.length === 0 || (isOpening && tabs.length < setting(turn, 'tabs'))) return openTab(turn);
  const tab = tabs[turn.draw(tabs.length)] as string;
  if (isOpening || isNext(CHANCES.grow)) return growTab(turn, tab);
  if (isNext(CHANCES.look)) return [accessSomewhere(turn, tab, { bytes: bytesOf(turn, tab), access: 'r' })];
  return isNext(CHANCES.close) ? [{ verb: 'munmap', process: turn.process.name, region: tab }] : [];
}

function openTab(turn: Turn): Command[] {
  let number = 1;
  while (bytesOf(turn, `tab${number}`) > 0) number++;
  return mapAndWrite(turn.process.name, `tab${number}`, sizeAround(turn, 'size'));
}

function growTab(turn: Turn, tab: string): Command[] {
  const usual = setting(turn, 'size');
  return grow(turn, tab, { step: Math.ceil(usual / 4), most: 2 * usual });
}
