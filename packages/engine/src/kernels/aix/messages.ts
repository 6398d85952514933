/** Lines that AIX writes to its error log. SPEC [MSG-2]. Texts as in its documentation. */

type Who = { pid: number; name: string; uid: number };

/** SPEC [MSG-2]. The error log entry of a kill. Source: AIX documentation of paging space. */
export function aixKillMessages({ pid, name }: Who, pagingSpaceKbytes: number): string[] {
  return [
    'SOFTWARE PROGRAM ABNORMALLY TERMINATED',
    'Probable Causes: SYSTEM RUNNING OUT OF PAGING SPACE',
    'Failure Causes: INSUFFICIENT PAGING SPACE DEFINED FOR THE SYSTEM',
    'PROGRAM USING EXCESSIVE AMOUNT OF PAGING SPACE',
    `PROGRAM ${name}`,
    `USER'S PROCESS ID: ${pid}`,
    `PROGRAM'S PAGING SPACE USE IN 1KB BLOCKS ${pagingSpaceKbytes}`,
  ];
}
