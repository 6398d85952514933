import type { SubmitInput, SubmitResult } from '@overcommit/protocol';
import { answerDetail } from '@overcommit/reading';
import type { Outcome } from '@/machineView/outcome.ts';

/** Sends commands one after the other, and again with the same id until an answer comes. */
export type Outbox = {
  /** Puts a line into the queue. Resolves once the platform answered it. */
  enqueue: (line: string) => Promise<Outcome>;
  /** The connection is back: do not wait for the next try. */
  retryNow: () => void;
  pending: () => number;
  close: () => void;
};

export type OutboxPorts = {
  /** One try. */
  post: (input: SubmitInput) => Promise<SubmitResult>;
  /** True if the same command is to be sent again: no answer came, or none that says what became of it. */
  isUnanswered: (error: unknown) => boolean;
  /** The platform's error in words. */
  explain: (error: unknown) => string;
  newId: () => string;
  /** Calls back later; returns what cancels it. */
  later: (run: () => void) => () => void;
};

type Options = {
  machineId: string;
  ports: OutboxPorts;
  seenSeq: () => number;
  onResult: (result: SubmitResult) => void;
  /** A try had no answer: the connection may be lost. */
  onUnanswered: (error: unknown) => void;
  onChange: (pending: number) => void;
};
type Command = Omit<SubmitInput, 'seenSeq'>;

export function createOutbox(options: Options): Outbox {
  const { machineId, ports, onChange } = options;
  const queue: { command: Command; settle: (outcome: Outcome) => void }[] = [];
  const pause = createPause(ports.later);
  let isSending = false;
  let isClosed = false;
  const drain = async () => {
    if (isSending) return;
    isSending = true;
    for (let next = queue[0]; next; next = queue[0]) {
      const outcome = await postUntilAnswered(next.command, { ...options, pause, isClosed: () => isClosed });
      queue.shift();
      onChange(queue.length);
      next.settle(outcome);
    }
    isSending = false;
  };
  return {
    enqueue: (line) =>
      new Promise((settle) => {
        queue.push({ command: { machineId, commandId: ports.newId(), line }, settle });
        onChange(queue.length);
        void drain();
      }),
    retryNow: pause.end,
    pending: () => queue.length,
    close: () => {
      isClosed = true;
      pause.end();
    },
  };
}

type Pause = { begin: () => Promise<void>; end: () => void };

/** A pause that ends by itself, or earlier by `end`. */
function createPause(later: OutboxPorts['later']): Pause {
  let wake: (() => void) | null = null;
  return {
    begin: () =>
      new Promise<void>((resolve) => {
        const cancel = later(() => wake?.());
        wake = () => {
          wake = null;
          cancel();
          resolve();
        };
      }),
    end: () => wake?.(),
  };
}

async function postUntilAnswered(
  command: Command,
  { ports, seenSeq, onResult, onUnanswered, pause, isClosed }: Options & { pause: Pause; isClosed: () => boolean },
): Promise<Outcome> {
  while (!isClosed()) {
    try {
      const result = await ports.post({ ...command, seenSeq: seenSeq() });
      onResult(result);
      return toOutcome(result);
    } catch (error) {
      if (!ports.isUnanswered(error)) return { kind: 'failed', message: ports.explain(error) };
      onUnanswered(error);
      await pause.begin();
    }
  }
  return { kind: 'failed', message: 'The page was left before an answer came.' };
}

function toOutcome(result: SubmitResult): Outcome {
  if (!result.ok) return { kind: 'rejected', rejection: result.rejection };
  const detail = result.entry ? answerDetail(result.entry) : null;
  return { kind: 'answered', seq: result.seq, result: result.result, detail };
}
