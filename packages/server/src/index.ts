/**
 * The authority in Node: WebSocket, tokens and a ledger in SQLite.
 *
 * @module @askfirst/server
 */

export { type ConsentServer, type ConsentServerOptions, createConsentServer } from './server.ts'
export type { HttpServer } from './sockets.ts'
export {
  type MeetingEntry,
  type SqliteLedger,
  type SqliteLedgerOptions,
  sqliteLedger,
} from './sqlite-ledger.ts'
export type { ConsentKeys, GateToken, PersonToken, ProcessorToken } from './tokens.ts'
