/** A reader may block its thread for this long. Then messages (a cancel, for example) get their turn. */
const SLICE_MS = 50;

/**
 * Reads a text line by line as it arrives; `take` returns false to stop. Rejects with a sentence for the reader when the
 * text cannot be read. An abort by `signal` is not an error.
 */
export async function readLines(
  url: string,
  { signal, take }: { signal: AbortSignal; take: (line: string) => boolean },
): Promise<void> {
  try {
    const response = await fetch(url, { signal });
    if (!response.ok || !response.body) throw new Error(await refusalOf(response));
    await feed(response.body.getReader(), { signal, take });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

async function feed(
  reader: Reader,
  { signal, take }: { signal: AbortSignal; take: (line: string) => boolean },
): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  let sliceStart = performance.now();
  for (;;) {
    const { done, value } = await reader.read();
    const lines = (rest + decoder.decode(value, { stream: !done })).split('\n');
    rest = done ? '' : (lines.pop() ?? '');
    for (const line of lines) {
      if (signal.aborted) return;
      if (line !== '' && !take(line)) return void reader.cancel();
      if (performance.now() - sliceStart < SLICE_MS) continue;
      await new Promise((resolve) => setTimeout(resolve));
      sliceStart = performance.now();
    }
    if (done) return;
  }
}

async function refusalOf(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => null);
  const said = typeof body === 'object' && body !== null && 'message' in body ? body.message : null;
  return typeof said === 'string' ? said : `The server answered ${response.status}; try again.`;
}
