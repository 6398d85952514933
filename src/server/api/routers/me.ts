import { Done, EraseMeInput, Me, MyGrade } from '@overcommit/protocol/api';
import { z } from 'zod';
import { eraseOwn } from '../../commands/erasure.ts';
import { myGrades } from '../../commands/myGrades.ts';
import { ownData } from '../../commands/ownData.ts';
import { meOf } from '../../commands/people.ts';
import { accountHolder, anyone } from '../permissions.ts';
import { t } from '../trpc.ts';

export const meRouter = t.router({
  /** Released grades of the caller, newest first. */
  grades: accountHolder.output(z.array(MyGrade)).query(({ ctx }) => myGrades(ctx)),
  /** All that is stored about the caller. */
  data: accountHolder.output(z.record(z.string(), z.unknown())).query(({ ctx }) => ownData(ctx)),
  /** Erases the caller's account, for good; the password is asked for again. */
  erase: accountHolder
    .input(EraseMeInput)
    .output(Done)
    .mutation(({ ctx, input }) => eraseOwn(ctx, input.password)),
  get: anyone.output(Me).query(({ ctx }) => meOf(ctx)),
});
