/** Limits of messages. Limits of a machine or a student are in the server's configuration. */
export const LIMITS = {
  /** One Socket.IO frame, in bytes, either way. */
  frameBytes: 64 * 1024,
  /** One line of the lab script language, in characters. */
  lineLength: 500,
  idLength: 80,
  /** Entries in one page of a log or a catch-up. */
  pageEntries: 500,
  /** About this many bytes of data in one page; a page has at least one entry. */
  pageBytes: 2 * 1024 * 1024,
  /** One line of an exported log, in characters. */
  logLineLength: 4 * 1024 * 1024,
  /** Malformed frames after which a socket is closed. */
  malformedFrames: 10,
} as const;

/** Version of the socket messages. A server refuses a join that names another one. */
export const PROTOCOL_VERSION = 1;
