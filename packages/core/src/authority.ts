/**
 * The authority of one meeting: it decides commands, keeps the events and tells everybody what changed.
 *
 * @module @askfirst/core/authority
 */

// gives: servers and tests what a meeting runs on: authority, reception, decide and evolve, state, projections

export { openAuthority } from './authority/authority.ts'
export type {
  AttachedViewer,
  AttachOptions,
  Authority,
  AuthorityOptions,
  WorkerListener,
} from './authority/authority-types.ts'
export { copyState } from './authority/fork.ts'
export type { Identity } from './authority/identity.ts'
export { DEFAULT_LIMITS, type ReceptionLimits } from './authority/limits.ts'
export type { PersonSession } from './authority/listener.ts'
export { memoryLedger } from './authority/memory-ledger.ts'
export { memoryTransport } from './authority/memory-transport.ts'
export { createReception } from './authority/reception.ts'
export type {
  EndCause,
  LinkEnd,
  PersonWish,
  Reception,
  ReceptionOptions,
  ReceptionWatch,
} from './authority/reception-types.ts'
export type { Command, CommandType, NoticeRef, OwnCommand, SentCommand } from './commands.ts'
export { type Decision, decide } from './decide.ts'
export { systemRandom } from './defaults/ids.ts'
export type { EventBody, EventType, MeetingEvent, OffCause, RosterEntry } from './events.ts'
export { evolve, replay } from './evolve.ts'
export { gateOf } from './gate-rule.ts'
export { type Catalogue, type CatalogueEntry, checkFeatures, createCatalogue } from './model/catalogue.ts'
export {
  assertRegistered,
  mergeNotices,
  type NoticeRegistry,
  readNotices,
  toNoticeHashes,
} from './model/notice-registry.ts'
export { type NoticeText, toNoticeText } from './model/notice-text.ts'
export { type Actor, RESERVED_NAME } from './model/participant.ts'
export type { Ledger, Random } from './ports.ts'
export type { KeeperView, KeptAnswer, KeptFeature, KeptParticipant } from './project/keeper.ts'
export { type Beside, projectPerson, type Viewer } from './project.ts'
export { isCut } from './rights.ts'
export {
  type Activation,
  type Answer,
  type ConnectionState,
  createMeetingState,
  type EnforcerState,
  type Erasure,
  type FeatureState,
  type MeetingState,
  type ParticipantState,
  type RosterKind,
  type Shown,
  selectAnswer,
  selectFeature,
  selectIncluded,
  selectPhase,
  type UnclosedEnforcer,
} from './state.ts'
