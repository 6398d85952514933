import type { BadAccess } from '@overcommit/engine';
import { figures, mib } from '../words/format.ts';

/** Why an access raised a signal: what lay there. */
export function badAccessWords({ region, regionPages, page, isWrite, lies, prot }: BadAccess): string {
  const where = `page ${figures(page)} of ${region}`;
  switch (lies) {
    case 'behind':
      return `${region} ends after ${mib(regionPages)} (${figures(regionPages)} pages), and nothing is mapped behind it`;
    case 'unmapped':
      return `${where} was unmapped`;
    case 'not allowed':
      return `${where} is mapped ${prot}: it may not be ${isWrite ? 'written' : 'read'}`;
    case 'only reserved':
      return `${where} is address space that was reserved, but not committed`;
    case 'beyond the object':
      return `${where} lies beyond the shared object`;
  }
}
