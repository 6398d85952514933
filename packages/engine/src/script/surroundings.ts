/** What completion knows about a machine: names only, own processes first. */
export type Surroundings = {
  processes: readonly { name: string; regions: readonly string[]; threads: readonly string[] }[];
  groups: readonly string[];
  locks: readonly string[];
  images: readonly string[];
  sysctls: readonly string[];
};
