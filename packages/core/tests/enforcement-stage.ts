import {
  createManualClock,
  type MemoryEnforcerOptions,
  memoryEnforcer,
  memoryPresence,
} from '@askfirst/testing'
import { createEnforcement, type EnforcementOptions } from '../src/enforcement/enforcement.ts'
import type { EnforcementReport } from '../src/enforcement/reports.ts'
import type { AllowList } from '../src/protocol/gate-messages.ts'
import { turns } from './stage.ts'

/** A list that opens one ask for some people. */
export const allowing = (participants: readonly string[], change: Partial<AllowList> = {}): AllowList => ({
  feature: 'summary',
  activation: 'run-1',
  term: 1,
  epoch: 1,
  allow: participants.map((participant) => ({ participant, asks: ['summarise'] })),
  ...change,
})

/** Until nothing is under way any more but what waits for the clock. */
export const settled = () => turns(50)

/** An enforcement with one enforcer in memory, and everything that it reports. */
export function openEnforcement(options: MemoryEnforcerOptions = {}, more: Partial<EnforcementOptions> = {}) {
  const clock = createManualClock()
  const sfu = memoryEnforcer(options)
  const presence = memoryPresence([{ id: 'anna', kind: 'person' }])
  const reports: EnforcementReport[] = []
  const enforcement = createEnforcement({
    ...{ enforcers: [sfu], clock, presence, report: (report) => void reports.push(report) },
    ...more,
  })
  const hears = (who = 'anna', feature = 'summary') => sfu.captures(who, feature, 'summarise')
  return { clock, sfu, presence, reports, enforcement, hears }
}
/** Of each list that was given: its epoch, and how many it allows. */
export const epochs = ({ sfu }: ReturnType<typeof openEnforcement>) =>
  sfu.given.map(({ epoch, allow }) => [epoch, allow.length])
