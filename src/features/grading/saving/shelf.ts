import { createStore, delMany, entries, setMany } from 'idb-keyval';
import type { Draft, Save } from './saveQueue.ts';

/** Where the browser keeps what the server has not confirmed: it survives a reload and a lost connection. */
export type Shelf = {
  load(): Promise<{ saves: Save[]; drafts: Record<string, Draft> }>;
  keepSave(save: Save): Promise<void>;
  forgetSave(commandId: string): Promise<void>;
  keepDraft(key: string, draft: Draft): Promise<void>;
  forgetDraft(key: string): Promise<void>;
};

/**
 * IndexedDB, one entry a save and a half-written cell, by assignment and grader: two windows of one grader share it
 * without overwriting each other, and two graders at one browser do not see each other's.
 */
export function openShelf({ assignmentId, graderId }: { assignmentId: string; graderId: string }): Shelf {
  const store = createStore('overcommit-grading', 'kept');
  const prefix = `${assignmentId} ${graderId} `;
  const saveKey = (commandId: string) => `${prefix}save ${commandId}`;
  const draftPrefix = `${prefix}draft `;
  return {
    async load() {
      const all = await entries<string, unknown>(store);
      const under = (start: string) =>
        all.flatMap(([key, value]) => (key.startsWith(start) ? [[key.slice(start.length), value] as const] : []));
      return {
        saves: under(saveKey('')).map(([, value]) => value as Save),
        drafts: Object.fromEntries(under(draftPrefix)) as Record<string, Draft>,
      };
    },
    keepSave: (save) => setMany([[saveKey(save.commandId), save]], store),
    forgetSave: (commandId) => delMany([saveKey(commandId)], store),
    keepDraft: (key, draft) => setMany([[`${draftPrefix}${key}`, draft]], store),
    forgetDraft: (key) => delMany([`${draftPrefix}${key}`], store),
  };
}
