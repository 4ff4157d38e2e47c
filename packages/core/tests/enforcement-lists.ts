import type { AllowList } from '../src/protocol/gate-messages.ts'

/** A list that opens one ask for some people. */
export const allowing = (participants: readonly string[], change: Partial<AllowList> = {}): AllowList => ({
  feature: 'summary',
  activation: 'run-1',
  term: 1,
  epoch: 1,
  allow: participants.map((participant) => ({ participant, asks: ['summarise'] })),
  ...change,
})
