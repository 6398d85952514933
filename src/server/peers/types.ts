/** Texts between the processes of one service. What is lost while the wire is down is not sent again. */
export type Wire = {
  send(text: string): void;
  /** Texts of all processes, in one order; a process may get its own. */
  onText(listener: (text: string) => void): void;
  /** Whether texts get through. The listener is called with every change. */
  isUp(): boolean;
  onUp(listener: (isUp: boolean) => void): void;
  close(): Promise<void>;
};

/** The other processes of this service, which share its database. */
export type Peers = {
  /** Of this process. */
  id: string;
  /** There are no others, and never will be. */
  isAlone: boolean;
  /** Processes heard of lately, with this one. */
  count(): number;
  /** False: others' changes come late or not at all. A process that is meant to be alone is never cut off. */
  isReached(): boolean;
  onReached(listener: (isReached: boolean) => void): void;
  /** A kind of message. The answer sends one to all others. */
  topic<Body>(name: string, take: (body: Body) => void): (body: Body) => void;
  /**
   * Rows that every process knows and one of them owns; they end with their owner. `apply` gets each change, own ones at
   * once; null = the row is gone. The answer changes an own row.
   */
  table<Row>(name: string, apply: Apply<Row>): (key: string, row: Row | null) => void;
  close(): Promise<void>;
};
export type Apply<Row> = (key: string, row: Row | null, ownerId: string) => void;
