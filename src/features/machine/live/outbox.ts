import type { SubmitInput, SubmitResult } from '@overcommit/protocol';
import { detailOf } from '@/machineView/meaning/history.ts';
import { refusalSentence } from '@/machineView/meaning/sentences.ts';
import type { Outcome } from '@/machineView/outcome.ts';

/** Sends commands one after the other, and again with the same id when a sending came to nothing. */
export type Outbox = {
  submit: (line: string) => Promise<Outcome>;
  /** The line is back: do not wait for the next try. */
  retryNow: () => void;
  pending: () => number;
  close: () => void;
};

export type OutboxPorts = {
  send: (input: SubmitInput) => Promise<SubmitResult>;
  /** True if the same command may be sent again: nobody answered. False: the platform answered, with an error. */
  isUnanswered: (error: unknown) => boolean;
  /** The platform's error in words. */
  explain: (error: unknown) => string;
  newId: () => string;
  /** Calls back later; returns what cancels it. */
  later: (run: () => void) => () => void;
};

type Waiting = { input: Omit<SubmitInput, 'seenSeq'>; settle: (outcome: Outcome) => void };

export function createOutbox({
  machineId,
  ports,
  seenSeq,
  onResult,
  onUnanswered,
  onChange,
}: {
  machineId: string;
  ports: OutboxPorts;
  seenSeq: () => number;
  onResult: (result: SubmitResult) => void;
  /** A sending came to nothing: the line may be down. */
  onUnanswered: () => void;
  onChange: (pending: number) => void;
}): Outbox {
  const queue: Waiting[] = [];
  let isSending = false;
  let wake: (() => void) | null = null;
  let isClosed = false;

  const rest = () =>
    new Promise<void>((resolve) => {
      const cancel = ports.later(() => wake?.());
      wake = () => {
        wake = null;
        cancel();
        resolve();
      };
    });
  const sendUntilAnswered = async (input: Waiting['input']): Promise<Outcome> => {
    while (!isClosed) {
      try {
        const result = await ports.send({ ...input, seenSeq: seenSeq() });
        onResult(result);
        return toOutcome(result);
      } catch (error) {
        if (!ports.isUnanswered(error)) return { kind: 'failed', message: ports.explain(error) };
        onUnanswered();
        await rest();
      }
    }
    return { kind: 'failed', message: 'The page was left before an answer came.' };
  };
  const drain = async () => {
    if (isSending) return;
    isSending = true;
    for (let next = queue[0]; next; next = queue[0]) {
      const outcome = await sendUntilAnswered(next.input);
      queue.shift();
      onChange(queue.length);
      next.settle(outcome);
    }
    isSending = false;
  };
  return {
    submit: (line) =>
      new Promise((settle) => {
        queue.push({ input: { machineId, commandId: ports.newId(), line }, settle });
        onChange(queue.length);
        void drain();
      }),
    retryNow: () => wake?.(),
    pending: () => queue.length,
    close: () => {
      isClosed = true;
      wake?.();
    },
  };
}

function toOutcome(result: SubmitResult): Outcome {
  if (!result.ok) return { kind: 'rejected', rejection: result.rejection };
  const facts = result.entry?.facts ?? [];
  const answer = facts.find((f) => f.type === 'Answered') ?? null;
  const refused = facts.find((f) => f.type === 'ChargeDecided' && !f.isGranted);
  const detail = detailOf(answer, refused?.type === 'ChargeDecided' ? refusalSentence(refused) : null);
  return { kind: 'answered', seq: result.seq, result: result.result, detail };
}
