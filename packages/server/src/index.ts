/**
 * The authority in Node: WebSocket and HTTP, tokens and a ledger in SQLite.
 *
 * @module @askfirst/server
 */

export type { ConsentHooks, HookAnswer } from './hooks.ts'
export type { ConsentKeys, PrivateKey, PublicKey, RemoteKeys, SecretKey, TokenScope } from './keys.ts'
export { fromLiveKitToken, type LiveKitClaims, type LiveKitTokenOptions } from './livekit-token.ts'
export type { LogLevel, ServerLog } from './log.ts'
export type { Mint } from './mint.ts'
export { defineServeConfig, type ServeConfig } from './serve-config.ts'
export { type ConsentServer, createConsentServer, type RosterPerson } from './server.ts'
export type { ConsentServerOptions, ServerLimits } from './server-options.ts'
export type { HttpServer, SocketLimits } from './sockets.ts'
export {
  type MeetingEntry,
  type SqliteLedger,
  type SqliteLedgerOptions,
  sqliteLedger,
} from './sqlite-ledger.ts'
export type { AppToken, GateToken, KeeperToken, PersonToken, ProcessorToken } from './token-types.ts'
