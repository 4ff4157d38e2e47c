/**
 * A whole meeting in memory on a clock of your own, faulty parts, contract suites, exploration and simulation.
 *
 * @module @askfirst/testing
 */

// gives: whoever tests an app a meeting in memory, with faults; whoever writes a port, or the core, what checks it

export type { Closing, ContractCase } from './contract.ts'
export { type EnforcerTrial, enforcerContract } from './enforcer-contract.ts'
export { type Exploration, type ExploreOptions, explore, type Violation } from './explore/explore.ts'
export type { Broken } from './explore/invariants.ts'
export { RULES, type Rule } from './explore/rules.ts'
export type { Bounds, ExploredPerson, Happening, World } from './explore/world.ts'
export { type FailingLedger, failingLedger } from './failing-ledger.ts'
export { type IngressGateTrial, ingressGateContract } from './ingress-gate-contract.ts'
export { type LedgerCase, ledgerContract } from './ledger-contract.ts'
export { type LossyOptions, type LossyTransport, lossyTransport } from './lossy-transport.ts'
export { createManualClock, type ManualClock } from './manual-clock.ts'
export {
  createMeeting,
  type JoinOptions,
  type Meeting,
  type MeetingOptions,
} from './meeting.ts'
export type { MeetingApp } from './meeting-app.ts'
export { type MemoryEnforcer, type MemoryEnforcerOptions, memoryEnforcer } from './memory-enforcer.ts'
export { type MemoryPresence, memoryPresence } from './memory-presence.ts'
export { type PresenceTrial, presenceContract } from './presence-contract.ts'
export { createRandom } from './random.ts'
export { type SimulateOptions, type Simulation, simulate } from './simulate/simulate.ts'
