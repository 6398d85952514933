import { type ClassValue, clsx } from 'clsx';

/** Joins class names; falsy parts vanish. */
export const cx = (...parts: ClassValue[]): string => clsx(parts);
