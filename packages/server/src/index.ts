/**
 * The authority in Node: WebSocket, tokens and a ledger in SQLite.
 *
 * @module @askfirst/server
 */

export { type ConsentServer, createConsentServer, type RosterPerson } from './server.ts'
export type { ConsentServerOptions } from './server-options.ts'
export type { HttpServer } from './sockets.ts'
export {
  type MeetingEntry,
  type SqliteLedger,
  type SqliteLedgerOptions,
  sqliteLedger,
} from './sqlite-ledger.ts'
export type { AppToken, ConsentKeys, GateToken, PersonToken, ProcessorToken } from './tokens.ts'
