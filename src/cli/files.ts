import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { InputError } from './usage.ts';

/** Reads a text file. @throws InputError that names a file that cannot be read */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new InputError(
      `${path}: ${code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'is a directory' : String(code)}`,
    );
  }
}

/** A script's base name without its ending. */
export function scenarioName(path: string): string {
  return basename(path, extname(path));
}
