/** A file of its own, because hashing comes only when a page is idle: nobody waits for it at the first picture. */
export { digest } from '@overcommit/engine';
