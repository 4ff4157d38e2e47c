/**
 * Declares features, connects a person to a meeting and tells what may be captured of them. Runs in browsers and in Node.
 *
 * @module @askfirst/core
 */

// gives: pages the client, what it shows and its ports; pages and servers alike features, policies, rejections

export { createClientOver } from './client/client.ts'
export type {
  ClientState,
  PendingCommand,
  StandingNo,
  StoodAnswer,
  UplinkState,
} from './client/client-state.ts'
export type {
  AcceptOptions,
  AnswerOptions,
  ClientOptions,
  ClientPorts,
  ConsentClient,
  EnableOptions,
  Home,
  LinkReply,
  ReceiptReply,
  WithdrawOptions,
} from './client/consent-client.ts'
export type { GateChange } from './client/local-gate.ts'
export {
  createRecorder,
  type RecordedBody,
  type RecordedEntry,
  type RecordedView,
  type Recorder,
  type RecorderOptions,
  type Wish,
} from './client/recorder.ts'
export {
  type SharedUplink,
  type SharedUplinkOptions,
  sharedUplink,
  type WatchedUplink,
} from './client/shared-uplink.ts'
export type { OnTrouble } from './client/troubles.ts'
export type { Action, AskStatus, FeatureStatus, Standing } from './client/view.ts'
export { selectUnknown, viewFeature, viewFeatures } from './client/view.ts'
export type { Method } from './commands.ts'
export { type ConsentClientOptions, createConsentClient } from './defaults/browser.ts'
export { systemClock } from './defaults/clock.ts'
export { sha256 } from './defaults/digest.ts'
export { randomIds } from './defaults/ids.ts'
export { webSocketTransport } from './defaults/web-socket.ts'
export { AskFirstError } from './error.ts'
export type { GateReason, GateStatus } from './gate-rule.ts'
export type {
  Ask,
  DataKind,
  Feature,
  FeatureOptions,
  FeatureText,
  OptionalAskId,
  Processor,
  Purpose,
} from './model/feature.ts'
export { defineFeature, selectOptionalAsks, selectRequiredAsks } from './model/feature.ts'
export type { NoticeHash, NoticeHashes, NoticeSource } from './model/notice-text.ts'
export type { ParticipantKind, Place, Role } from './model/participant.ts'
export {
  acceptOrLeave,
  everyoneOrNobody,
  leaveMeOut,
  NOTICE_VISIBLE_MS,
  noticeOnly,
  objection,
  type Policy,
  selectObjectionMs,
  WARN_MS,
} from './model/policy.ts'
export type {
  Clock,
  Digest,
  Ids,
  Keep,
  Ledger,
  Link,
  LinkListener,
  Peer,
  Presence,
  Transport,
  Undo,
} from './ports.ts'
export type { Others } from './project/others.ts'
export type {
  ActivationView,
  AnswerState,
  Company,
  FeatureView,
  OffRequests,
  PersonView,
  Tally,
  You,
} from './project.ts'
export type { ConnectionStatus, TokenSource } from './protocol/connection.ts'
export { REJECTIONS, type Rejection, type RejectionCode, type Reply, WAITS } from './rejection.ts'
export type { Phase } from './state.ts'
