import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/api/root.ts';

export type OpenedRubric = inferRouterOutputs<AppRouter>['rubric']['open'];
