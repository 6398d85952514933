import type { Candidate, Errno, Term } from '../facts.ts';
import type { AddressSpace, Machine, Process, VmaKind } from '../state.ts';
import type { PolicyId } from './ids.ts';

export type ChargeRequest = {
  process: Process;
  /** Whose size the per-process margin is taken from; null = no address space yet. */
  space: AddressSpace | null;
  pages: number;
  call: string;
};

/** A grant or a refusal with its arithmetic, all in pages; `limit` null = not enforced. */
export type ChargeVerdict = {
  isGranted: boolean;
  counted: number;
  limit: number | null;
  isSummed: boolean;
  terms: Term[];
  rule: string;
  remedy?: string;
};

export type MappingKind = { kind: VmaKind; prot: string; isNoreserve: boolean };

export type KillScope = { group: string | null; pages: number };

/**
 * One kernel's ways. A policy decides and explains; it never changes the machine.
 * Adding a kernel = one file like `linux/linux61.ts` and a row in the registry.
 */
export type Policy = {
  id: PolicyId;
  /** As a person would say it, e.g. "Linux 6.1". */
  name: string;
  summary: string;
  /** Whether a mapping counts as promised from the start, and so is charged by its size. */
  accounts: (m: Machine, mapping: MappingKind) => boolean;
  /** Whether MAP_NORESERVE is honoured. */
  honoursNoreserve: (m: Machine) => boolean;
  /** Whether mappings that were made read-only are charged when they become writable. */
  chargesOnMprotect: boolean;
  decideCharge: (m: Machine, request: ChargeRequest) => ChargeVerdict;
  /** The figure that the system shows as its limit, in pages. */
  commitLimit: (m: Machine) => number;
  /** How `limit` comes about now, and whether anything is refused by it. */
  isStrict: (m: Machine) => boolean;
  /** [PR3] null: this system has no such call (ENOSYS). `mappings`: one charge each; `space`: one for the whole space. */
  fork: 'mappings' | 'space' | 'free' | null;
  vfork: 'free' | 'fork' | null;
  refusalErrno: (call: string) => Errno;
  /** What a page that is not there leads to. */
  onShortage: 'kill-victim' | 'kill-faulter' | 'wait';
  /** All processes with their terms and points, in the order in which this kernel looks at them. */
  candidates: (m: Machine, scope: KillScope) => Candidate[];
  /** The pick among the candidates: equal points go to the last or the first looked at. */
  tie: 'first' | 'last';
  hasOomScore: boolean;
  /** Which rule chose, for the fact. */
  killRule: string;
};
