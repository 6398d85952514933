import { z } from 'zod';
import { DisplayName, Id } from './common.ts';

export const AdminUser = z.object({
  id: Id,
  name: z.string(),
  email: z.string().nullable(),
  isGuest: z.boolean(),
  isHost: z.boolean(),
  createdAt: z.date(),
  courses: z.int(),
  machines: z.int(),
});
export type AdminUser = z.infer<typeof AdminUser>;
/** A page of people, newest first; `total` counts all that match the search. */
export const AdminUsers = z.object({ users: z.array(AdminUser), total: z.int() });
export type AdminUsers = z.infer<typeof AdminUsers>;
export const SetHostInput = z.object({ userId: Id, isHost: z.boolean() });
export const AdminUsersInput = z.object({
  search: z.string().max(100).default(''),
  /** The last id of the previous page. */
  cursor: Id.optional(),
  limit: z.int().min(1).max(200).default(50),
});
export const SystemState = z.object({
  version: z.string(),
  engineVersion: z.string(),
  /** The public key with which exported logs are signed. */
  logKey: z.string(),
  uptimeSeconds: z.int(),
  isReady: z.boolean(),
  nodeVersion: z.string(),
  memoryBytes: z.number(),
  database: z.object({ isEmbedded: z.boolean(), version: z.string(), sizeBytes: z.number(), answersInMs: z.number() }),
  counts: z.object({ users: z.int(), courses: z.int(), machines: z.int(), entries: z.int() }),
  openRooms: z.int(),
  sockets: z.int(),
});
export type SystemState = z.infer<typeof SystemState>;
/** What uses the disk. `machines`: the largest logs, measured among those with the most entries. */
export const StorageState = z.object({
  sizeBytes: z.object({ database: z.number(), logs: z.number(), snapshots: z.number() }),
  machines: z.array(
    z.object({
      id: Id,
      title: z.string(),
      course: z.string().nullable(),
      entries: z.int(),
      logBytes: z.number(),
      lastEntryAt: z.date().nullable(),
    }),
  ),
});
export type StorageState = z.infer<typeof StorageState>;
export const SetupInput = z.object({
  token: z.string().min(1).max(128),
  name: DisplayName,
  email: z.email().max(254),
  password: z.string().min(10, 'At least 10 characters, please.').max(128),
});
export const PasswordLinkInput = z.object({ userId: Id });
export const EraseAccountInput = z.object({ userId: Id });
export const PasswordLink = z.object({ url: z.string(), expiresAt: z.date() });
