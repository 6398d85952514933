import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';

export class BodyTooLarge extends Error {
  override name = 'BodyTooLarge';
  readonly limitBytes: number;
  constructor(limitBytes: number) {
    super(`the body has more than ${limitBytes} bytes`);
    this.limitBytes = limitBytes;
  }
}

/** Reads a body of at most `limitBytes`. @throws BodyTooLarge before more than that is in memory. */
export async function readBody(req: IncomingMessage, limitBytes: number): Promise<Buffer> {
  if (Number(req.headers['content-length'] ?? 0) > limitBytes) throw new BodyTooLarge(limitBytes);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limitBytes) throw new BodyTooLarge(limitBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The request as a web `Request`, for handlers that take one. */
export function webRequest(req: IncomingMessage, body: Buffer | null, origin: string): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers)) {
    if (value !== undefined && !name.startsWith(':'))
      headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const hasBody = body !== null && req.method !== 'GET' && req.method !== 'HEAD';
  return new Request(new URL(req.url ?? '/', origin), {
    method: req.method ?? 'GET',
    headers,
    ...(hasBody ? { body: new Uint8Array(body) } : {}),
  });
}

/** Sends a web `Response`. Several cookies become several headers. */
export async function sendWebResponse(res: ServerResponse, response: Response): Promise<void> {
  res.statusCode = response.status;
  for (const [name, value] of response.headers) if (name !== 'set-cookie') res.setHeader(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) res.setHeader('Set-Cookie', cookies);
  if (!response.body) {
    res.end();
    return;
  }
  await pipeline(Readable.fromWeb(response.body as NodeReadableStream), res);
}

export type PlainAnswer = { status: number; code: string; message: string; headers?: Record<string, string> };

/** A refusal by the edge itself, as JSON with a sentence for a person. */
export function sendRefusal(res: ServerResponse, { status, code, message, headers }: PlainAnswer): void {
  res.statusCode = status;
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  res.setHeader('Cache-Control', 'no-store');
  for (const [name, value] of Object.entries(headers ?? {})) res.setHeader(name, value);
  res.end(JSON.stringify({ error: { code, message }, code, message }));
}

const DRAIN_MS = 2000;

/** Refuses a body that is too large, and stops listening to the rest of it soon. */
export function refuseBody(req: IncomingMessage, res: ServerResponse, limitBytes: number): void {
  refuseUnread(
    { req, res },
    {
      status: 413,
      code: 'PAYLOAD_TOO_LARGE',
      message: `That is too much at once: at most ${Math.floor(limitBytes / 1024)} KiB are taken here.`,
    },
  );
}

/** Refuses a request without reading its body, and ends its connection soon. */
export function refuseUnread({ req, res }: { req: IncomingMessage; res: ServerResponse }, answer: PlainAnswer): void {
  sendRefusal(res, { ...answer, headers: { ...answer.headers, Connection: 'close' } });
  // Reading on for a moment lets the client see the answer instead of a reset connection.
  req.resume();
  setTimeout(() => req.destroy(), DRAIN_MS).unref();
}
