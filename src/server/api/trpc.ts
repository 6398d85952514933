import { initTRPC } from '@trpc/server';
import type { Context } from '../context.ts';
import { plainError } from './errors.ts';
import { transformer } from './transformer.ts';

/** Who may call a procedure. The permission matrix under test/access is generated from it. */
export type Permission =
  | 'anyone'
  | 'signedIn'
  | 'account'
  | 'teacher'
  | 'machineViewer'
  | 'machineSeat'
  | 'machineAccount'
  | 'machineManager'
  | 'machineOwner'
  | 'courseMember'
  | 'courseStaff'
  | 'courseInstructor'
  | 'assignmentMember'
  | 'assignmentStaff'
  | 'assignmentInstructor'
  | 'host';

export const t = initTRPC
  .context<Context>()
  .meta<{ permission: Permission }>()
  .create({ transformer, errorFormatter: plainError, isDev: false });
