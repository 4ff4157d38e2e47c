import { createManualClock } from '@askfirst/testing'
import { expect } from 'vitest'
import { randomIds } from '../src/defaults/ids.ts'
import { connectGateOver } from '../src/gate/connect-gate.ts'
import type { AllowList } from '../src/protocol/gate-messages.ts'
import { turns } from './stage.ts'
import { scripted } from './wire.ts'

export const list = (change: Partial<AllowList> = {}): AllowList => ({
  feature: 'summary',
  activation: 'run-1',
  term: 1,
  epoch: 1,
  allow: [{ participant: 'ben', asks: ['summarise'] }],
  ...change,
})
export const welcome = { type: 'welcome', version: '1.0', session: 's', leaseMs: 3_000, resumed: false }

/** A gate whose authority is the test, up to its welcome. */
export async function openGate() {
  const wire = scripted()
  const clock = createManualClock()
  const ports = { transport: wire.transport, clock, ids: randomIds }
  const connecting = connectGateOver({ token: 'token', features: [{ id: 'summary' }] }, ports)
  await turns()
  wire.say(welcome)
  const hello = wire.sent[0]
  return { wire, clock, connecting, hello }
}
/** One that has heard of Ben’s yes. */
export async function openWithList() {
  const { wire, clock, connecting } = await openGate()
  wire.say({ type: 'gates', lists: [list()] })
  const gate = await connecting
  const revoked: string[] = []
  gate.onRevoke(({ participant, ask }) => revoked.push(`${participant}/${ask}`))
  const hears = () => gate.permits('ben', 'summary', 'summarise')
  expect(hears()).toBe(true)
  return { wire, clock, gate, revoked, hears }
}
