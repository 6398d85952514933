import {
  AdminUsers,
  AdminUsersInput,
  Done,
  EraseAccountInput,
  PasswordLink,
  PasswordLinkInput,
  SetHostInput,
  SetupInput,
  StorageState,
  SystemState,
} from '@overcommit/protocol/api';
import { listUsers, passwordLink, setHost, storageState, systemState } from '../../commands/admin.ts';
import { eraseAccount } from '../../commands/erasure.ts';
import { completeSetup } from '../../commands/setup.ts';
import { anyone, hostOnly } from '../permissions.ts';
import { t } from '../trpc.ts';

export const adminRouter = t.router({
  users: hostOnly
    .input(AdminUsersInput)
    .output(AdminUsers)
    .query(({ ctx, input }) => listUsers(ctx, input)),
  /** Makes a person a host, or an ordinary user again. Hosts cannot remove their own role, so one host is always left. */
  setHost: hostOnly
    .input(SetHostInput)
    .output(Done)
    .mutation(({ ctx, input }) => setHost(ctx, input)),
  storage: hostOnly.output(StorageState).query(({ ctx }) => storageState(ctx)),
  system: hostOnly.output(SystemState).query(({ ctx }) => systemState(ctx)),
  /** A one-time link to set a new password. The host hands it over; no mail is sent. */
  passwordLink: hostOnly
    .input(PasswordLinkInput)
    .output(PasswordLink)
    .mutation(({ ctx, input }) => passwordLink(ctx, input.userId)),
  /** Erases the account of another person, or a guest, for good. */
  erase: hostOnly
    .input(EraseAccountInput)
    .output(Done)
    .mutation(({ ctx, input }) => eraseAccount(ctx, input.userId)),
});

export const setupRouter = t.router({
  /** Makes the host of a fresh service. The token is its own permission: single use, and it expires. */
  complete: anyone
    .input(SetupInput)
    .output(Done)
    .mutation(({ ctx, input }) => completeSetup(ctx, input)),
});
