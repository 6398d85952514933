import type { Leases } from '../rooms/types.ts';
import type { Sql } from './sql.ts';

const ACQUIRE = `
INSERT INTO machine_leases AS l (machine_id, holder, expires_at) VALUES ($1, $2, now() + $3::int * interval '1 millisecond')
ON CONFLICT (machine_id) DO UPDATE SET holder = EXCLUDED.holder, expires_at = EXCLUDED.expires_at
WHERE l.holder = EXCLUDED.holder OR l.expires_at < now()
RETURNING machine_id`;

/** Leases in Postgres, by its clock, so that processes with different clocks agree. `holder` names this process. */
export function createPostgresLeases(sql: Sql, holder: string): Leases {
  return {
    async acquire(name, ttlMs) {
      return (await sql.$queryRawUnsafe<unknown[]>(ACQUIRE, name, holder, ttlMs)).length > 0;
    },
    async release(name) {
      await sql.$queryRawUnsafe('DELETE FROM machine_leases WHERE machine_id = $1 AND holder = $2', name, holder);
    },
  };
}
