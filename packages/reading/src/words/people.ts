/** Names of the people at a machine, for sentences. */
export type NamesOfPeople = {
  /** @param actor null = the system itself */
  name: (actor: string | null) => string;
  nameOfUid: (uid: number) => string;
};
