import { z } from 'zod';

/** Characters of a log. */
const MOST = 32 * 1024 * 1024;
/** As superjson writes the input of `log.verify`, alone or as the only one of a batch. */
const One = z.object({ json: z.object({ text: z.string().max(MOST) }) });
const Upload = z.union([One, z.object({ 0: One }).transform((batch) => batch[0])]);

/** The text in the body of an upload, or null. */
export function uploadedText(body: Uint8Array): string | null {
  try {
    return Upload.parse(JSON.parse(new TextDecoder().decode(body))).json.text;
  } catch {
    return null;
  }
}
