import { DatabaseSync } from 'node:sqlite'
import type { PostgresServer } from 'own-postgres'
import { POSTGRES_LAYOUT } from '../src/ledger/postgres-layouts.ts'
import { postgresStore } from '../src/ledger/postgres-store.ts'
import { SQLITE_LAYOUT } from '../src/ledger/sqlite-layouts.ts'
import { sqliteStore } from '../src/ledger/sqlite-store.ts'
import { POSTGRES_LAYOUTS, SQLITE_LAYOUTS } from './frozen-layouts.ts'
import type { LayoutEngine } from './layout-contract.ts'

/** @param newPlace names a file that is not there yet */
export function sqliteEngine(newPlace: () => string): LayoutEngine {
  const look = <Found>(file: string, of: (database: DatabaseSync) => Found): Found => {
    const database = new DatabaseSync(file)
    try {
      return of(database)
    } finally {
      database.close()
    }
  }
  const tablesOf = (database: DatabaseSync) =>
    database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name").all()
  return {
    layouts: SQLITE_LAYOUTS,
    latest: SQLITE_LAYOUT,
    newPlace,
    tell: async (file, sql) => look(file, (database) => database.exec(sql)),
    shape: async (file) =>
      look(file, (database) => [
        JSON.stringify(database.prepare('PRAGMA user_version').get()),
        ...tablesOf(database).map(({ sql }) =>
          String(sql)
            .replaceAll(/\s+/g, ' ')
            .replaceAll(/([()]) | ([()])/g, '$1$2'),
        ),
      ]),
    rows: async (file) =>
      look(file, (database) =>
        tablesOf(database).flatMap(({ name }) =>
          database
            .prepare(`SELECT * FROM ${name}`)
            .all()
            .map((row) => JSON.stringify({ name, ...row })),
        ),
      ),
    open: async (file, options) => sqliteStore(file, options),
  }
}

export function postgresEngine({ newUrl, tell }: Pick<PostgresServer, 'newUrl' | 'tell'>): LayoutEngine {
  const schemaOf = (url: string): string => new URL(url).searchParams.get('schema') ?? ''
  const tablesOf = (url: string) =>
    tell(
      `SELECT relname FROM pg_class WHERE relnamespace = '${schemaOf(url)}'::regnamespace AND relkind = 'r' ORDER BY 1`,
    )
  const layoutOf = (url: string) => tell(`SELECT layout FROM ${schemaOf(url)}.layout`)
  return {
    layouts: POSTGRES_LAYOUTS,
    latest: POSTGRES_LAYOUT,
    newPlace: () => newUrl(),
    async tell(url, sql) {
      const schema = schemaOf(url)
      const inside = `CREATE SCHEMA IF NOT EXISTS ${schema}; PERFORM set_config('search_path', '${schema}', true);`
      await tell(`DO $do$ BEGIN ${inside} ${sql} END $do$`)
    },
    shape: async (url) => [
      ...(await layoutOf(url)),
      ...(await tell(`
        SELECT concat_ws(' ', c.relname, c.reloptions::text, a.attname, format_type(a.atttypid, a.atttypmod),
          a.attnotnull::text, a.attidentity::text, l.collname)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_collation l ON l.oid = a.attcollation
        WHERE c.relnamespace = '${schemaOf(url)}'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
        UNION ALL
        SELECT concat_ws(' ', c.relname, pg_get_constraintdef(k.oid))
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
        WHERE c.relnamespace = '${schemaOf(url)}'::regnamespace
        ORDER BY 1`)),
    ],
    rows: async (url) =>
      (
        await Promise.all(
          (
            await tablesOf(url)
          ).map((name) =>
            tell(`SELECT '${name} ' || to_jsonb(t)::text FROM ${schemaOf(url)}.${name} t ORDER BY 1`),
          ),
        )
      ).flat(),
    open: (url, options) => postgresStore({ url, ...options }),
  }
}
