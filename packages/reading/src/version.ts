/** Goes up with every change that makes the same log read differently. What was worked out from a log is kept under it. */
export const READING_VERSION = '1';
