/** What the store needs of a Prisma client (or of one transaction of it). */
export type Sql = {
  $queryRawUnsafe<Rows = unknown>(query: string, ...values: unknown[]): Promise<Rows>;
};
