import { answerFaults } from './answer-faults.ts'
import type { Fault } from './fault.ts'
import { lawFaults } from './law-faults.ts'
import { meetingFaults } from './meeting-faults.ts'
import { noticeFaults } from './notice-faults.ts'
import { played } from './played-faults.ts'
import { simulationFaults } from './simulation-faults.ts'
import { stateFaults } from './state-faults.ts'

export type { Fault } from './fault.ts'

/** Every fault that is seeded; what exploration is to find, it looks for by the rule that the fault breaks alone. */
export const faults: readonly Fault[] = [
  ...[...answerFaults, ...meetingFaults, ...stateFaults].map((fault): Fault => ({ ...fault, by: 'explore' })),
  ...played,
  ...simulationFaults,
  ...noticeFaults,
  ...lawFaults,
]
