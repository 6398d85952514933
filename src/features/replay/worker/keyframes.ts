import { lastWhere } from '@overcommit/reading';

export type Keyframe = { seq: number; text: string };

/**
 * States at every `every`th entry: a seek costs one deserialisation and at most `every` folds. When the texts exceed
 * `mostChars`, every second one is dropped and `every` doubles. So memory is bounded for a log of any length.
 */
export type Keyframes = {
  /** Entry `seq` is folded. `take` is called only when its state is kept. */
  offer: (seq: number, take: () => string) => void;
  /** The last kept state at or before `seq`. */
  nearest: (seq: number) => Keyframe;
  every: () => number;
  count: () => number;
  /** Characters of all kept texts. */
  chars: () => number;
};

export function createKeyframes(
  atBoot: string,
  { every: first, mostChars }: { every: number; mostChars: number },
): Keyframes {
  const boot: Keyframe = { seq: 0, text: atBoot };
  let every = first;
  let frames: Keyframe[] = [boot];
  let chars = atBoot.length;

  const thin = () => {
    every *= 2;
    frames = frames.filter(({ seq }) => seq % every === 0);
    chars = frames.reduce((sum, { text }) => sum + text.length, 0);
  };
  return {
    offer: (seq, take) => {
      if (seq % every !== 0) return;
      const text = take();
      frames.push({ seq, text });
      chars += text.length;
      while (chars > mostChars && frames.length > 1) thin();
    },
    nearest: (seq) => lastWhere(frames, (frame) => frame.seq <= seq) ?? boot,
    every: () => every,
    count: () => frames.length,
    chars: () => chars,
  };
}
