import { createHash } from 'node:crypto'
import type { StoredEvent } from '../src/ledger/ledger-store.ts'
import { toRow } from './store-contract.ts'

// Every layout there ever was, with a meeting in it, as it is on somebody's disk: told apart from the steps that make
// it, and never changed. A step that is changed no longer leads to what is written here.

/** Who and what is in each, as far as it has a place for it. */
export const ADA = { handle: 'h1', participant: 'Ada \u{1f642}', key: Uint8Array.of(0, 255, 92, 34) }
export const CHECKPOINT = { size: 2, at: 7, jws: 'a..b' }
export const LINK = { hash: 'aBc', at: 8, to: { meeting: 'standup', handle: ADA.handle } }
const EVENTS = [toRow(1), toRow(2, '{"text":"\u2028 \u{1f642}"}')]

export interface FrozenLayout {
  /** Its tables and its number. */
  readonly tables: string
  readonly rows: string
  readonly events: readonly StoredEvent[]
  /** Whether it had people and checkpoints, and links too. */
  readonly holds: 'events' | 'people' | 'links'
  /** What no step after it gets past once it has begun, and what takes that away again; none after the latest. */
  readonly hindrance?: readonly [put: string, away: string]
}

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** Rows as both engines take them; bytes each in its own way. */
function toSql(bytes: (value: Uint8Array) => string) {
  const events = EVENTS.map(
    ({ number, at, body, leaf }) =>
      `INSERT INTO events (meeting, number, at, body, leaf) VALUES ('standup', ${number}, ${at}, ${quote(body)}, ${bytes(leaf)});`,
  ).join('\n')
  const people = `
    INSERT INTO people (meeting, handle, participant, key)
      VALUES ('standup', '${ADA.handle}', ${quote(ADA.participant)}, ${bytes(ADA.key)});
    INSERT INTO checkpoints (meeting, size, at, jws) VALUES ('standup', 2, 7, 'a..b');`
  const links = "INSERT INTO links (hash, at, meeting, handle) VALUES ('aBc', 8, 'standup', 'h1');"
  const texts = "INSERT INTO texts (hash, text) VALUES ('e3b0', 'words');"
  return { events, people, links, texts }
}

const ofSqlite = toSql((bytes) => `X'${toHex(bytes)}'`)
const SQLITE_EVENTS = `
  CREATE TABLE events (
    meeting TEXT NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL, leaf BLOB NOT NULL,
    PRIMARY KEY (meeting, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE people (
    position INTEGER PRIMARY KEY, meeting TEXT NOT NULL, handle TEXT NOT NULL, participant TEXT NOT NULL,
    key BLOB NOT NULL, UNIQUE (meeting, handle)
  ) STRICT;
  CREATE TABLE checkpoints (
    meeting TEXT NOT NULL, size INTEGER NOT NULL, at INTEGER NOT NULL, jws TEXT NOT NULL, PRIMARY KEY (meeting, size)
  ) STRICT, WITHOUT ROWID;`
const SQLITE_TEXTS = 'CREATE TABLE texts (hash TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;'
const SQLITE_LINKS = `
  CREATE TABLE links (
    hash TEXT PRIMARY KEY, at INTEGER NOT NULL, meeting TEXT, handle TEXT, UNIQUE (meeting, handle)
  ) STRICT, WITHOUT ROWID;`
const SQLITE_OWNERS = `
  CREATE TABLE owners (
    meeting TEXT NOT NULL, owner TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (meeting, owner)
  ) STRICT, WITHOUT ROWID;`
const inTheWay = (table: string) => [`CREATE TABLE ${table} (x INTEGER);`, `DROP TABLE ${table};`] as const

/** An event of the first layout, which had some of it in columns, as it is once it is whole. */
function toWhole(number: number, body: string): StoredEvent {
  const leaf = createHash('sha256').update(`\0${body}`).digest()
  return { number, at: number * 5, body, leaf: new Uint8Array(leaf) }
}

export const SQLITE_LAYOUTS: readonly FrozenLayout[] = [
  {
    tables: `
      CREATE TABLE events (
        meeting TEXT NOT NULL, number INTEGER NOT NULL, type TEXT NOT NULL, at INTEGER NOT NULL, "by" TEXT NOT NULL,
        command TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (meeting, number)
      ) STRICT, WITHOUT ROWID;
      PRAGMA user_version = 1;`,
    rows: `
      INSERT INTO events VALUES ('standup', 1, 'authority.started', 5, 'authority', 'c1', '{}');
      INSERT INTO events VALUES ('standup', 2, 'notice.shown', 10, 'ada "\u2028"', 'c2', '{"participant":"\u{1f642}"}');`,
    events: [
      toWhole(1, '{"number":1,"type":"authority.started","at":5,"by":"authority","command":"c1"}'),
      toWhole(
        2,
        '{"participant":"\u{1f642}","number":2,"type":"notice.shown","at":10,"by":"ada \\"\u2028\\"","command":"c2"}',
      ),
    ],
    holds: 'events',
    hindrance: inTheWay('texts'),
  },
  {
    tables: `${SQLITE_EVENTS} ${SQLITE_TEXTS} PRAGMA user_version = 2;`,
    rows: ofSqlite.events + ofSqlite.people + ofSqlite.texts,
    events: EVENTS,
    holds: 'people',
    hindrance: inTheWay('links'),
  },
  {
    tables: `${SQLITE_EVENTS} ${SQLITE_TEXTS} ${SQLITE_LINKS} PRAGMA user_version = 3;`,
    rows: ofSqlite.events + ofSqlite.people + ofSqlite.texts + ofSqlite.links,
    events: EVENTS,
    holds: 'links',
    hindrance: inTheWay('owners'),
  },
  {
    tables: `${SQLITE_EVENTS} ${SQLITE_LINKS} ${SQLITE_OWNERS} PRAGMA user_version = 4;`,
    rows: ofSqlite.events + ofSqlite.people + ofSqlite.links,
    events: EVENTS,
    holds: 'links',
  },
]

const ofPostgres = toSql((bytes) => `'\\x${toHex(bytes)}'`)
const POSTGRES_MEETINGS = `
  CREATE TABLE meetings (
    meeting text COLLATE "C" PRIMARY KEY, last integer NOT NULL, first_at bigint, last_at bigint, owner text,
    epoch bigint NOT NULL, until timestamptz NOT NULL
  ) WITH (fillfactor = 50);
  CREATE TABLE events (
    meeting text COLLATE "C" NOT NULL, number integer NOT NULL, at bigint NOT NULL, body text NOT NULL,
    leaf bytea NOT NULL, PRIMARY KEY (meeting, number)
  );
  CREATE TABLE people (
    meeting text COLLATE "C" NOT NULL, handle text COLLATE "C" NOT NULL,
    position bigint GENERATED ALWAYS AS IDENTITY, participant text NOT NULL, key bytea NOT NULL,
    PRIMARY KEY (meeting, handle)
  );
  CREATE TABLE checkpoints (
    meeting text COLLATE "C" NOT NULL, size integer NOT NULL, at bigint NOT NULL, jws text NOT NULL,
    PRIMARY KEY (meeting, size)
  );`
const POSTGRES_TEXTS = 'CREATE TABLE texts (hash text COLLATE "C" PRIMARY KEY, text text NOT NULL);'
const POSTGRES_LINKS = `
  CREATE TABLE links (
    hash text COLLATE "C" PRIMARY KEY, at bigint NOT NULL, meeting text COLLATE "C", handle text COLLATE "C",
    UNIQUE (meeting, handle)
  );`
const numbered = (layout: number): string => `CREATE TABLE layout AS SELECT ${layout} AS layout;`
/** The last thing that a step does fails. */
const hold = (layout: number) =>
  [
    `ALTER TABLE layout ADD CONSTRAINT held CHECK (layout <= ${layout});`,
    'ALTER TABLE layout DROP CONSTRAINT held;',
  ] as const
const ofMeeting = `
  INSERT INTO meetings VALUES ('standup', 2, ${EVENTS[0]?.at}, ${EVENTS[1]?.at}, NULL, 1, '-infinity');
  ${ofPostgres.events} ${ofPostgres.people}`

export const POSTGRES_LAYOUTS: readonly FrozenLayout[] = [
  {
    tables: `${POSTGRES_MEETINGS} ${POSTGRES_TEXTS} ${numbered(1)}`,
    rows: `${ofMeeting} ${ofPostgres.texts}`,
    events: EVENTS,
    holds: 'people',
    hindrance: hold(1),
  },
  {
    tables: `${POSTGRES_MEETINGS} ${POSTGRES_TEXTS} ${POSTGRES_LINKS} ${numbered(2)}`,
    rows: `${ofMeeting} ${ofPostgres.texts} ${ofPostgres.links}`,
    events: EVENTS,
    holds: 'links',
    hindrance: hold(2),
  },
  {
    tables: `${POSTGRES_MEETINGS} ${POSTGRES_LINKS} ${numbered(3)}`,
    rows: `${ofMeeting} ${ofPostgres.links}`,
    events: EVENTS,
    holds: 'links',
  },
]
