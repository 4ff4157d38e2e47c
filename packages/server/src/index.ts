/**
 * The authority in Node: WebSocket and HTTP, tokens and a ledger in SQLite or PostgreSQL.
 *
 * @module @askfirst/server
 */

export type { RosterPerson } from './app-wishes.ts'
export type { KeeperIdentity } from './claims.ts'
export type { CommandAsked, ConsentHooks, HookAnswer } from './hooks.ts'
export type { ServerRoute } from './http/routes.ts'
export type { ConsentKeys, PrivateKey, PublicKey, RemoteKeys, SecretKey, TokenScope } from './keys.ts'
export type { KeptMeeting, MeetingEntry, PurgeOptions } from './ledger/ledger-store.ts'
export { type OpenLedgerOptions, openLedger } from './ledger/open-ledger.ts'
export type { FoundLink, PersonLink, PersonLinks } from './ledger/person-links.ts'
export { postgresLedger } from './ledger/postgres-ledger.ts'
export type { PostgresLedgerOptions } from './ledger/postgres-options.ts'
export type { SealedLedger, SealedLedgerOptions } from './ledger/sealed-ledger.ts'
export { openSigningFile } from './ledger/signing-file.ts'
export type { SigningKey } from './ledger/signing-keys.ts'
export { type SqliteLedgerOptions, sqliteLedger } from './ledger/sqlite-ledger.ts'
export { fromLiveKitToken, type LiveKitClaims, type LiveKitTokenOptions } from './livekit-token.ts'
export type { LogLevel, ServerLog } from './log.ts'
export { createMint, type Mint, type MintOptions } from './mint.ts'
export { type RecordsLedger, type RecordsOptions, readRecord, readRecords } from './records.ts'
export { defineServeConfig, type ServeConfig } from './serve-config.ts'
export { type ConsentServer, createConsentServer } from './server.ts'
export type { ConsentServerOptions, ServerLimits } from './server-options.ts'
export type { HttpServer, SocketLimits } from './sockets.ts'
export type { AppToken, GateToken, KeeperToken, PersonToken, ProcessorToken } from './token-types.ts'
export type { WebhookEndpoint, WebhookKind } from './webhooks/webhook-options.ts'
