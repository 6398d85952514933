import { meOf } from '../../commands/people.ts';
import { anyone } from '../permissions.ts';
import { Me } from '../shapes/index.ts';
import { t } from '../trpc.ts';

export const meRouter = t.router({
  get: anyone.output(Me).query(({ ctx }) => meOf(ctx)),
});
