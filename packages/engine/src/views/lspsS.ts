import { ownPagingSpace } from '../kernels/aix/aix.ts';
import type { Machine } from '../state.ts';

/** `lsps -s` of AIX: paging space in whole megabytes, and how much of it has a page or a promise. SPEC [KAIX-12]. */
export function lspsS(m: Machine): string {
  const { total, used } = ownPagingSpace(m);
  const megabytes = Math.floor((total * 4) / 1024);
  const percent = total === 0 ? 0 : Math.floor((used * 100) / total);
  return ['Total Paging Space   Percent Used', `${`${megabytes}MB`.padStart(11)}${`${percent}%`.padStart(18)}`].join(
    '\n',
  );
}
