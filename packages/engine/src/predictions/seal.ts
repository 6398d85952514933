import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { OpenedAnswer } from '../commands.ts';
import type { OpenPrediction } from '../state.ts';

/** What an answer's entry holds of it: hex SHA-256 of salt ‖ answer, both as UTF-8 text. The salt has 32 hex digits. SPEC [PRD-2] */
export function sealOf({ salt, answer }: { salt: string; answer: string }): string {
  return bytesToHex(sha256(utf8ToBytes(salt + answer)));
}

/** Whose opened answer is not the one that was sealed; null = all of them are. SPEC [PRD-5] */
export function misfit(prediction: OpenPrediction, answers: readonly OpenedAnswer[]): string | null {
  const sealed = new Map(prediction.seals.map(({ actor, seal }) => [actor, seal]));
  return answers.find((one) => sealed.get(one.actor) !== sealOf(one))?.actor ?? null;
}
