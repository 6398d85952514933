import { join } from 'node:path';
import { defineConfig } from 'prisma/config';

// Prisma's own engine is a separate download, which a fresh clone may not be able to make. Ours comes from the npm registry.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= join(import.meta.dirname, 'prisma', 'schemaEngine.mjs');

/** Only developers' commands read this; the running product applies the migrations itself (src/server/database). */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(process.env.DATABASE_URL === undefined ? {} : { datasource: { url: process.env.DATABASE_URL } }),
});
