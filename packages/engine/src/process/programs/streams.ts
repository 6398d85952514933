/** [PG-4] Each process has a stream of its own, so that what one program draws changes nothing for another. */
export const streamOf = (process: string): string => `program:${process}`;
