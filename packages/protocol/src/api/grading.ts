import { z } from 'zod';
import { Id } from './common.ts';

export const ReleaseInput = z.object({ assignmentId: Id, isReleased: z.boolean() });
