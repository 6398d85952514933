import { createMemoryStore } from '@overcommit/event-store';
import { describeEventStore } from './describeEventStore.ts';

let milliseconds = Date.UTC(2025, 0, 1);
const now = () => new Date(milliseconds++).toISOString();
const store = createMemoryStore({ now });

describeEventStore('in memory', async (upcasters) => (upcasters ? createMemoryStore({ now, upcasters }) : store));
