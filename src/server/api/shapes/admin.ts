import { z } from 'zod';
import { DisplayName, Id } from './common.ts';

export const AdminUser = z.object({
  id: Id,
  name: z.string(),
  email: z.string().nullable(),
  isGuest: z.boolean(),
  isHost: z.boolean(),
  createdAt: z.date(),
});
export const AdminUsersInput = z.object({
  search: z.string().max(100).default(''),
  after: Id.optional(),
  limit: z.int().min(1).max(200).default(50),
});
export const SystemState = z.object({
  version: z.string(),
  engineVersion: z.string(),
  uptimeSeconds: z.int(),
  isReady: z.boolean(),
  database: z.object({ isEmbedded: z.boolean(), sizeBytes: z.number() }),
  counts: z.object({ users: z.int(), courses: z.int(), machines: z.int(), entries: z.int() }),
  openRooms: z.int(),
});
export type SystemState = z.infer<typeof SystemState>;
export const SetupInput = z.object({
  token: z.string().min(1).max(128),
  name: DisplayName,
  email: z.email().max(254),
  password: z.string().min(10, 'At least 10 characters, please.').max(128),
});
export const PasswordLinkInput = z.object({ userId: Id });
export const PasswordLink = z.object({ url: z.string(), expiresAt: z.date() });
