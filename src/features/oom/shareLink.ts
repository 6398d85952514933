/** The text of a report in the fragment of a link: a browser never sends a fragment. */

const KEY = 'report=';
/** Longer links are cut by mail programs and chats. */
const MOST_LENGTH = 30_000;

/** `#report=…`: deflated, in base64url. Null: too long for a link. */
export async function fragmentOf(text: string): Promise<string | null> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  if (bytes.length > MOST_LENGTH) return null;
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  const encoded = btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return encoded.length > MOST_LENGTH ? null : `#${KEY}${encoded}`;
}

/** A link must not unfold into more than this. */
const MOST_TEXT = 5_000_000;

/** The text of a fragment; null: there is none, or it is damaged. */
export async function textOf(fragment: string): Promise<string | null> {
  const encoded = fragment.replace(/^#/, '');
  if (!encoded.startsWith(KEY) || encoded.length > MOST_LENGTH + KEY.length) return null;
  try {
    const binary = atob(encoded.slice(KEY.length).replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    return await inflated(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')));
  } catch {
    return null;
  }
}

async function inflated(stream: ReadableStream<Uint8Array>): Promise<string | null> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += decoder.decode(part.value, { stream: true });
    if (text.length > MOST_TEXT) return null;
  }
  return text + decoder.decode();
}
