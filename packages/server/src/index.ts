/**
 * The authority in Node: WebSocket, tokens and a ledger in SQLite or PostgreSQL.
 *
 * @module @askfirst/server
 */

export type { MeetingEntry, PurgeOptions } from './ledger/ledger-store.ts'
export { type OpenLedgerOptions, openLedger } from './ledger/open-ledger.ts'
export { postgresLedger } from './ledger/postgres-ledger.ts'
export type { PostgresLedgerOptions } from './ledger/postgres-options.ts'
export type { SealedLedger, SealedLedgerOptions } from './ledger/sealed-ledger.ts'
export { openSigningFile } from './ledger/signing-file.ts'
export type { SigningKey } from './ledger/signing-keys.ts'
export { type SqliteLedgerOptions, sqliteLedger } from './ledger/sqlite-ledger.ts'
export { type RecordsOptions, readRecord, readRecords } from './records.ts'
export { type ConsentServer, createConsentServer, type RosterPerson } from './server.ts'
export type { ConsentServerOptions } from './server-options.ts'
export type { HttpServer } from './sockets.ts'
export type { AppToken, ConsentKeys, GateToken, PersonToken, ProcessorToken } from './tokens.ts'
