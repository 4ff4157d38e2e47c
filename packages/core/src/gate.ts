/**
 * The gate for an AI worker: what may be captured of whom, closed whenever the authority is not in touch.
 *
 * @module @askfirst/core/gate
 */

// gives: AI workers a gate, connected to the authority or fed by their own hand, and the types of what feeds it

export { connectGate } from './defaults/worker.ts'
export { type ConnectedGate, connectGateOver, type GateOptions, type GatePorts } from './gate/connect-gate.ts'
export {
  type AskHandle,
  createGate,
  type FedGate,
  type Gate,
  type GateBatch,
  type ParticipantHandle,
  type Revocation,
} from './gate/gate.ts'
export type { AllowChange, AllowList, ErasureDuty } from './protocol/gate-messages.ts'
