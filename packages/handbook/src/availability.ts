import { hasPolicy, POLICY_IDS, type PolicyId } from '@overcommit/engine';

/** The kernels that a lab may be started under today: those that the engine has. A lab that needs another one says so. */
export const AVAILABLE_KERNELS: readonly PolicyId[] = POLICY_IDS.filter(hasPolicy);

export const KERNEL_NAMES: Record<PolicyId, string> = {
  'linux-2.4': 'Linux 2.4.20',
  'linux-2.6.11': 'Linux 2.6.11',
  'linux-2.6.32': 'Linux 2.6.32',
  'linux-3.10': 'Linux 3.10',
  'linux-4.9': 'Linux 4.9',
  'linux-5.4': 'Linux 5.4',
  'linux-6.1': 'Linux 6.1',
  'solaris-10': 'Solaris 10',
  'aix-late': 'AIX, late allocation',
  'aix-deferred': 'AIX, deferred allocation',
  'aix-early': 'AIX, early allocation',
  freebsd: 'FreeBSD',
  openbsd: 'OpenBSD',
  windows: 'Windows NT',
};
