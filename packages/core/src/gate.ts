export { connectGate } from './defaults/worker.ts'
export { type ConnectedGate, connectGateOver, type GateOptions, type GatePorts } from './gate/connect-gate.ts'
export { createGate, type Gate, type Revocation } from './gate/gate.ts'
export type { AllowList, ErasureDuty } from './protocol/gate-messages.ts'
