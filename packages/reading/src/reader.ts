import { answerOf, type Entry, type KernelAnswer } from '@overcommit/engine';
import { isTyped } from './causes.ts';
import { type Kill, killsIn } from './kills.ts';
import { type Refusal, refusalsOf } from './refusals.ts';
import { noteSeating, type Seating, seatingOf } from './seating.ts';

/** What one entry means. */
export type Reading<E extends Entry = Entry> = {
  entry: E;
  /** Whether a person typed it. */
  isTyped: boolean;
  answer: KernelAnswer;
  refusals: Refusal[];
  kills: Kill[];
};

/** Reads the entries of one log in their order and remembers whose seats and processes there are. */
export type Reader = { read<E extends Entry>(entry: E): Reading<E> };

/** @param seating where the log is read from its middle: of the machine before the first entry that is read, or later */
export function createReader(seating: Seating = seatingOf()): Reader {
  return { read: (entry) => readEntry(entry, seating) };
}

/** One entry, the next of its log. @param seating as the entries before it left it; what the entry changes is noted in it */
export function readEntry<E extends Entry>(entry: E, seating: Seating): Reading<E> {
  noteSeating(seating, entry.facts);
  return {
    entry,
    isTyped: isTyped(entry),
    answer: answerOf(entry),
    refusals: refusalsOf(entry, seating),
    kills: killsIn(entry, seating),
  };
}
