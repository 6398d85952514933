import type { CreditShape } from '@overcommit/protocol/api';
import { count, mib } from '@overcommit/reading';

/** A member's figures, each in words. What did not happen is left out, but for commands and memory. */
export function creditOf({ commands, caused, suffered, predictions, answers }: CreditShape): string[] {
  const all: [number, string][] = [
    [1, count(commands, 'command')],
    [1, `${mib(caused.pages)} brought into use`],
    [caused.refusals, `${count(caused.refusals, 'refusal')} of memory met`],
    [caused.kills, `${count(caused.kills, 'kill')} caused`],
    [suffered.kills, `${count(suffered.kills, 'kill')} suffered at another’s request`],
    [predictions.made, `${predictions.right} of ${count(predictions.made, 'prediction')} right`],
    [answers, count(answers, 'written answer')],
  ];
  return all.filter(([times]) => times > 0).map(([, words]) => words);
}
