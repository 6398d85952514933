/** Goes up with every change that makes the same command give other facts. */
export const ENGINE_VERSION = '0.7.0';
