/**
 * The authority in Node: WebSocket, tokens and a ledger in SQLite or PostgreSQL.
 *
 * @module @askfirst/server
 */

export type { MeetingEntry, PurgeOptions } from './ledger/ledger-store.ts'
export { openLedger } from './ledger/open-ledger.ts'
export { postgresLedger } from './ledger/postgres-ledger.ts'
export type { PostgresLedgerOptions } from './ledger/postgres-options.ts'
export { sqliteLedger } from './ledger/sqlite-ledger.ts'
export type { SqliteLedgerOptions } from './ledger/sqlite-store.ts'
export type { StoredLedger } from './ledger/store-ledger.ts'
export { type ConsentServer, createConsentServer, type RosterPerson } from './server.ts'
export type { ConsentServerOptions } from './server-options.ts'
export type { HttpServer } from './sockets.ts'
export type { AppToken, ConsentKeys, GateToken, PersonToken, ProcessorToken } from './tokens.ts'
