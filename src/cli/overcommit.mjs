#!/usr/bin/env node
// The `overcommit` command: overcommit.ts from source. It needs an install, but no build and no database.
try {
  const { register } = await import('tsx/esm/api');
  register();
} catch (error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  console.error('Run `npm install` first.');
  process.exit(1);
}
await import('./overcommit.ts');
