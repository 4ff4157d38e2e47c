import { type Keep, sharedUplink, viewFeature } from '@askfirst/core'
import { createEnforcement, feedEnforcement } from '@askfirst/core/enforcement'
import { createMeeting, failingLedger, type JoinOptions, memoryEnforcer } from '@askfirst/testing'
import { expect } from 'vitest'
import { memoryLedger } from '../src/authority/memory-ledger.ts'
import { minutes, summary } from './features.ts'
import { tap } from './wire.ts'

// A call in which one uplink serves people and AI, and a no that may not be confirmed in time.

export const seen = { visibleMs: 2_000, lang: 'en' }

/** A microphone with a switch of the person's own beside the hold of the client. */
export function microphone() {
  const log: string[] = []
  const mute = () => {
    log.push('mute')
    return () => void log.push('give back')
  }
  return { log, mute, uplink: sharedUplink({ mute }) }
}

/** A store of the browser's that outlives a page. */
export function mapKeep(): Keep & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>()
  return {
    kept,
    load: () => [...kept.values()],
    save: (id, text) => void kept.set(id, text),
    remove: (id) => void kept.delete(id),
  }
}

/** A host who turned it on, and a guest with one uplink who said yes, or nothing yet. */
export async function inCall({ says = 'yes', keep }: { says?: 'yes' | 'nothing'; keep?: Keep } = {}) {
  const ledger = failingLedger(memoryLedger())
  const meeting = await createMeeting({ features: [summary, minutes], ledger })
  const wire = tap()
  const mic = microphone()
  const join = (more: JoinOptions = {}) =>
    meeting.join('ben', { transport: wire.through, uplink: mic.uplink, ...(keep && { keep }), ...more })
  const host = await meeting.join('anna', { role: 'host' })
  const guest = await join()
  const uplink = () => guest.store.getState().uplink
  const standing = () => viewFeature(guest.store.getState(), 'summary')?.standing
  await host.enable('summary', { answer: 'accept' })
  await guest.show('summary', seen)
  if (says === 'yes') await guest.accept('summary', { grants: ['improve'] })
  await meeting.settle()
  return { meeting, ledger, wire, mic, join, host, guest, uplink, standing }
}

/** The same, with an enforcer that can be kept from saying what it did. */
export async function enforced() {
  const call = await inCall({ says: 'nothing' })
  const gate = await call.meeting.worker()
  const { clock } = call.meeting
  const enforcement = createEnforcement({ enforcers: [memoryEnforcer()], clock, report: gate.report })
  const stopFeeding = feedEnforcement(gate, enforcement)
  await call.guest.accept('summary')
  await call.meeting.advance(1_000)
  expect(call.standing()).toBe('included')
  const confirm = () => {
    const [list] = gate.lists().filter(({ feature }) => feature === 'summary')
    const { term = 0, epoch = 0 } = list ?? {}
    gate.report({ feature: 'summary', term, epoch, outcome: 'confirmed', uncovered: [] })
  }
  return { ...call, gate, stopFeeding, confirm }
}
