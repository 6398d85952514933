import type { PartAnswer } from '@overcommit/protocol';

/**
 * Reads a text part by part. When the server says "too fast", it waits and asks for the same part again. Null if the
 * server no longer has the text. @throws what `ask` throws
 */
export async function fetchText(
  parts: number,
  { ask, pause }: { ask: (part: number) => Promise<PartAnswer>; pause: () => Promise<void> },
): Promise<string | null> {
  const texts: string[] = [];
  while (texts.length < parts) {
    const answer = await ask(texts.length);
    if (answer.ok) texts.push(answer.text);
    else if (answer.code === 'TOO_MANY_REQUESTS') await pause();
    else return null;
  }
  return texts.join('');
}
