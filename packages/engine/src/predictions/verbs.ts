import type { Command, PlatformVerb, PredictionCommand, Verb } from '../commands.ts';

const PREDICTION: ReadonlySet<Verb> = new Set<PredictionCommand['verb']>(['ask', 'seal', 'close', 'reveal']);
const PLATFORM: ReadonlySet<Verb> = new Set<PlatformVerb>(['seat', 'clock', 'ask', 'seal', 'close', 'reveal']);

/** Whether a command is about a question to the class. */
export function isPrediction(command: Command): command is PredictionCommand {
  return PREDICTION.has(command.verb);
}

/** Whether a verb is the platform's own: it is not typed, and it works while the machine is paused. */
export function isPlatformVerb(verb: Verb): verb is PlatformVerb {
  return PLATFORM.has(verb);
}
