/** What a wire carries at most. What a machine or a student may do at most is the server's to configure. */
export const LIMITS = {
  /** One Socket.IO frame, in bytes, either way. */
  frameBytes: 64 * 1024,
  /** One line of the lab script language, in characters. */
  lineLength: 500,
  idLength: 80,
  /** Entries in one page of a log or a catch-up. */
  pageEntries: 500,
  /** About so many bytes of data in one such page; one entry is always in it. */
  pageBytes: 2 * 1024 * 1024,
  /** One line of an exported log, in characters. */
  logLineLength: 4 * 1024 * 1024,
  /** Malformed frames after which a socket is closed. */
  malformedFrames: 10,
} as const;

/** Version of the socket messages. A server refuses a join that names another one. */
export const PROTOCOL_VERSION = 1;
