/** Takes away what mail, terminals, forums and loggers put around the kernel's text. */

/** Control and invisible characters, and Unicode's other blanks. */
const MARKS = /[^\P{Cc}\n\r\t]|\p{Cf}/gu;
const BLANKS = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
/** Colours: the escape itself, or as `cat -v`, rsyslog (`#033`) and shells write it. */
const ESCAPE = '(?:\\u001b|\\^\\[|#033|\\\\(?:e|033|x1[bB]|u001[bB]))';
const COLOURS = new RegExp(`${ESCAPE}\\[[0-9;?]{0,16}[A-Za-z]`, 'g');
/** What a logger writes for the end of a line and a tab. */
const LINE_ENDS = /\r\n?|#015?#012|#012|<br ?\/?>/gi;
const FORUM = /\[\/?(?:code|color|colour|size|font|quote|url|pre|noparse|spoiler|b|i|u)(?:=[^\]\n]{0,60})?\]/gi;
const HTML = /<\/?(?:span|div|p|pre|code|font|strong|em|mark|samp|tt|b|i|u|a|li|td|tr)(?:\s[^<>\n]{0,200})?>/gi;
const ENTITY = /&(lt|gt|amp|quot|nbsp|#39|#x27);/g;
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: ' ', '#39': "'", '#x27': "'" };

/** Each change, and a test for whether the text has any of it: most texts have little, and each change reads all of it. */
const CHANGES: [RegExp, (text: string) => string][] = [
  [/\[[0-9;?]{0,16}[A-Za-z]/, (text) => text.replace(COLOURS, '')],
  [/\r|#01|<br/i, (text) => text.replace(LINE_ENDS, '\n')],
  [/[^\t\n\r -~]/, (text) => text.replace(MARKS, '').replace(BLANKS, ' ')],
  [/=3D/, withoutQuotedPrintable],
  [/#011/, (text) => text.replace(/#011/g, ' ')],
  [/[[<]\//, (text) => text.replace(FORUM, '').replace(HTML, '')],
  [/&(?:[lg]t|amp|quot|nbsp|#39|#x27);/, (text) => text.replace(ENTITY, (_, name: string) => ENTITIES[name] ?? ' ')],
];

/** The text without them, its lines parted by `\n`. Time grows with the length only. */
export function withoutMarkup(text: string): string {
  return CHANGES.reduce((plain, [has, change]) => (has.test(plain) ? change(plain) : plain), text);
}

/** RFC 2045: `=` at a line's end joins it to the next, `=XX` is a character. */
function withoutQuotedPrintable(text: string): string {
  return text
    .replace(/=[ \t]*\n/g, '')
    .replace(/=([2-7][0-9A-F])/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** The message of a line that is one JSON object, or one line of `journalctl -o json-pretty`, `export` or `verbose`. */
export function unpacked(line: string): string {
  if (line.startsWith('{') && line.length < 200_000) return fromJson(line) ?? line;
  const field = line.includes('MESSAGE') && /^\s*(?:"MESSAGE"\s*:\s*"(.*)",?\s*$|MESSAGE=(.*)$)/.exec(line);
  const message = field ? (field[1] ?? field[2] ?? '') : line;
  // Text that was quoted as one line: a ticket, an event of a cluster.
  return message.includes('\\n')
    ? message
        .replace(/(?:\\r)?\\n/g, '\n')
        .replace(/\\t/g, ' ')
        .replace(/\\"/g, '"')
    : message;
}

/** Names of the message in the lines of journald, Docker and log collectors. */
const MESSAGE_KEYS = ['MESSAGE', 'log', 'message', 'msg', 'textPayload', 'MSG', 'line', '_line'];

function fromJson(line: string): string | null {
  const record = parsed(line);
  if (record === null) return null;
  for (const key of MESSAGE_KEYS) {
    const value = record[key];
    if (typeof value === 'string') return value.replace(COLOURS, '');
    // journald prints bytes where the message is not plain text.
    if (Array.isArray(value)) return String.fromCharCode(...value.slice(0, 8192).map(Number)).replace(COLOURS, '');
  }
  return null;
}

function parsed(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
