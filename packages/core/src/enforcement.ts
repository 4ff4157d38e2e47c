/**
 * What holds media of a call back by the lists of the authority: several enforcers as one, and the gate in front
 * of a model.
 *
 * @module @askfirst/core/enforcement
 */

// gives: AI workers and adapters what they hold media back with, and the types of what a call has to offer for it

export { type CompositionOptions, composeEnforcers } from './enforcement/compose-enforcers.ts'
export { createEnforcement, type Enforcement, type EnforcementOptions } from './enforcement/enforcement.ts'
export { feedEnforcement } from './enforcement/feed-enforcement.ts'
export { createIngressGate, type IngressGateOptions } from './enforcement/ingress-gate.ts'
export type { EnforcementReport } from './enforcement/reports.ts'
export type {
  Enforced,
  EnforcementPoint,
  Enforcer,
  IngressGate,
  IngressRevocation,
  Peer,
  Presence,
} from './ports.ts'
export type { AllowList } from './protocol/gate-messages.ts'
