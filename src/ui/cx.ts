import { type ClassValue, clsx } from 'clsx';

/** Joins class names and leaves out falsy parts. */
export const cx = (...parts: ClassValue[]): string => clsx(parts);
