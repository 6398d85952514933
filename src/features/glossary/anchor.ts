/** The anchor of a term on the handbook's page. */
export const anchor = (term: string): string => term.toLowerCase().replace(/[^a-z0-9]+/g, '-');
