import { RULE_SETTING } from '@overcommit/engine';
import { z } from 'zod';
import { isPlainProse, isVisibleName } from '../ids.ts';

/** Ids are opaque to clients. The bound stops hostile ones before they reach the database. */
export const Id = z.string().min(1).max(64);
export const Slug = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-z0-9-]+$/, 'A lab is named in small letters, digits and hyphens.');
/** Sysctls at boot, e.g. `{ 'vm/overcommit_memory': '2' }`. */
export const Settings = z
  .record(z.string().min(1).max(64), z.string().max(400))
  .refine((settings) => Object.keys(settings).length <= 32, 'At most 32 settings.')
  .refine(
    (settings) => Object.entries(settings).every(([name, value]) => name === RULE_SETTING || value.length <= 64),
    'A setting has at most 64 characters.',
  )
  // A rule may have several lines.
  .refine((settings) => Object.entries(settings).flat().every(isPlainProse), 'A setting has no control characters.');
const VISIBLE = 'Only visible characters, please.';
export const DisplayName = z
  .string()
  .trim()
  .min(1, 'Tell us what to call you.')
  .max(40, 'At most 40 characters, please.')
  .refine(isVisibleName, VISIBLE)
  .regex(/^[^\p{Cf}]+$/u, VISIBLE);
/** What people call a course, a group, a machine. */
export const titleOf = (most: number) =>
  z.string().trim().min(1).max(most, `At most ${most} characters, please.`).refine(isVisibleName, VISIBLE);
export const CourseRole = z.enum(['instructor', 'assistant', 'student']);
export type CourseRole = z.infer<typeof CourseRole>;

export const Me = z
  .object({
    user: z.object({
      id: Id,
      name: z.string(),
      /** Null for a guest: guests have no address. */
      email: z.string().nullable(),
      isGuest: z.boolean(),
      isHost: z.boolean(),
    }),
  })
  .nullable();
export type Me = z.infer<typeof Me>;
export const EraseMeInput = z.object({ password: z.string().min(1, 'Type your password.').max(1000) });

export const Done = z.object({ ok: z.literal(true) });
