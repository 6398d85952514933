/** The lab script language: parse, print, help. One table (`grammar.ts`) is behind all of them. */
export { complete } from './complete.ts';
export { type TypedVerb, usages, VERBS } from './grammar.ts';
export { helpFor } from './help.ts';
export { nameInUse } from './nameInUse.ts';
export { MAX_LINE_LENGTH, type ParsedLine, parseLine } from './parse.ts';
export { DEFAULT_SPEC, type ParsedScript, parseScript, type ScriptError, type ScriptStep } from './parseScript.ts';
export { commandText, printCommand } from './print.ts';
export { printSignal } from './signals.ts';
export { MACHINE_KB, parseSize, printSize } from './sizes.ts';
