import type { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../db.ts';

type Change = {
  actor: string;
  action: string;
  subject: string;
  before?: Prisma.InputJsonValue;
  after?: Prisma.InputJsonValue;
};

/** Records who changed what in the plain tables, in the transaction of the change. */
export async function audit(tx: Tx, change: Change): Promise<void> {
  await tx.audit.create({ data: change });
}
