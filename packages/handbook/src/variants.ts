import type { LabVariant } from './lab.ts';

/** The kernels that labs start under, each written once. */
export const GUESS: LabVariant = {
  id: 'linux-guess',
  label: 'Linux 6.1, overcommit 0 (guess)',
  policy: 'linux-6.1',
  settings: { 'vm/overcommit_memory': '0' },
};
export const ALWAYS: LabVariant = {
  id: 'linux-always',
  label: 'Linux 6.1, overcommit 1 (always)',
  policy: 'linux-6.1',
  settings: { 'vm/overcommit_memory': '1' },
};
export const NEVER: LabVariant = {
  id: 'linux-never',
  label: 'Linux 6.1, overcommit 2 (never)',
  policy: 'linux-6.1',
  settings: { 'vm/overcommit_memory': '2' },
};
export const SOLARIS: LabVariant = { id: 'solaris', label: 'Solaris 10 (strict)', policy: 'solaris-10', settings: {} };
export const LINUX_2_4: LabVariant = { id: 'linux-2-4', label: 'Linux 2.4.20', policy: 'linux-2.4', settings: {} };
export const AIX_LATE: LabVariant = { id: 'aix-late', label: 'AIX, late allocation', policy: 'aix-late', settings: {} };
export const AIX_EARLY: LabVariant = {
  id: 'aix-early',
  label: 'AIX, PSALLOC=early',
  policy: 'aix-early',
  settings: {},
};
