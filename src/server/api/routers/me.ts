import { Me, MyGrade } from '@overcommit/protocol/api';
import { z } from 'zod';
import { myGrades } from '../../commands/myGrades.ts';
import { meOf } from '../../commands/people.ts';
import { accountHolder, anyone } from '../permissions.ts';
import { t } from '../trpc.ts';

export const meRouter = t.router({
  /** Released grades of the caller, newest first. */
  grades: accountHolder.output(z.array(MyGrade)).query(({ ctx }) => myGrades(ctx)),
  get: anyone.output(Me).query(({ ctx }) => meOf(ctx)),
});
