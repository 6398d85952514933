import type pg from 'pg';

export type Table = { name: string; columns: string[] };

/** Caches, and what only running processes need: all of it is made again. Cursors name transactions of their own cluster. */
const LEFT_OUT = new Set([
  ...['_prisma_migrations', 'machine_leases', 'write_checks'],
  ...['snapshots', 'verdicts', 'projections', 'projection_checkpoints'],
]);
/** Transaction ids mean something in their own cluster only, so the events get new ones, in the order they were in. */
const STAMPED_ANEW: Record<string, string[]> = { events: ['transaction_id', 'position'] };
const IN_ORDER: Record<string, string> = { events: 'transaction_id, position', audit: 'id' };

const COLUMNS = `
SELECT t.table_name AS name, array_agg(c.column_name::text ORDER BY c.ordinal_position) AS columns
FROM information_schema.tables t JOIN information_schema.columns c USING (table_schema, table_name)
WHERE t.table_schema = 'public' AND t.table_type = 'BASE TABLE'
GROUP BY t.table_name ORDER BY t.table_name`;

const REFERENCES = `
SELECT conrelid::regclass::text AS child, confrelid::regclass::text AS parent
FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conrelid <> confrelid`;

/** What a backup holds, each table after those that it refers to. */
export async function tablesOf(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(COLUMNS);
  const { rows: references } = await client.query<{ child: string; parent: string }>(REFERENCES);
  const parents = new Map<string, string[]>();
  for (const { child, parent } of references) parents.set(child, [...(parents.get(child) ?? []), parent]);
  const sorted: Table[] = [];
  const seen = new Set<string>();
  const visit = (table: Table): void => {
    if (seen.has(table.name)) return;
    seen.add(table.name);
    for (const parent of parents.get(table.name) ?? []) {
      const found = rows.find(({ name }) => name === parent);
      if (found) visit(found);
    }
    const left = STAMPED_ANEW[table.name] ?? [];
    sorted.push({ name: table.name, columns: table.columns.filter((column) => !left.includes(column)) });
  };
  for (const row of rows) visit(row);
  return sorted.filter(({ name }) => !LEFT_OUT.has(name));
}

/** The COPY that writes a table out. */
export function copyOut({ name, columns }: Table): string {
  const order = IN_ORDER[name];
  return `COPY (SELECT ${list(columns)} FROM ${quoted(name)}${order ? ` ORDER BY ${order}` : ''}) TO STDOUT`;
}

/** The COPY that reads it in again. */
export const copyIn = ({ name, columns }: Table): string => `COPY ${quoted(name)} (${list(columns)}) FROM STDIN`;

const list = (columns: string[]): string => columns.map(quoted).join(', ');
/** A name from a file is put between quotes like any other. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Names of the migrations that a database has, oldest first. */
export async function migrationsOf(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY 1',
  );
  return rows.map(({ name }) => name);
}
