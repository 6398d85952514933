/**
 * `fetch` whose errors are sentences for the reader. A dead network or a proxy's error page gives the client nothing
 * that it can read.
 * @throws Error with that sentence; an abort stays an abort.
 */
export async function plainFetch(input: RequestInfo | URL | string, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init).catch((error: unknown) => {
    if (init?.signal?.aborted) throw error;
    throw new Error('The server did not answer. Are you online?');
  });
  if (/\bjson\b/.test(response.headers.get('content-type') ?? '')) return response;
  throw new Error(`The server cannot be asked just now (status ${response.status}). Try again in a moment.`);
}
