import { hasPolicy, POLICY_IDS, type PolicyId, policyInfo } from '@overcommit/engine';

/** The kernels that a lab may be started under today: those that the engine has. A lab that needs another one says so. */
export const AVAILABLE_KERNELS: readonly PolicyId[] = POLICY_IDS.filter(hasPolicy);

export const kernelName = (id: PolicyId): string => policyInfo(id).name;
