import { createManualClock, createMeeting, memoryEnforcer } from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import { composeEnforcers } from '../src/enforcement/compose-enforcers.ts'
import { createEnforcement } from '../src/enforcement/enforcement.ts'
import { feedEnforcement } from '../src/enforcement/feed-enforcement.ts'
import { createIngressGate } from '../src/enforcement/ingress-gate.ts'
import type { EnforcementReport } from '../src/enforcement/reports.ts'
import { defineFeature } from '../src/model/feature.ts'
import { leaveMeOut } from '../src/model/policy.ts'
import type { Enforced, Enforcer } from '../src/ports.ts'
import type { AllowList } from '../src/protocol/gate-messages.ts'
import { allowing, openEnforcement, settled } from './enforcement-stage.ts'

// What enforcers answer, and of what: a word that is none counts as no word. Found by a review: whatever was not
// "unconfirmed" or "stopped" was reported as enforced.

const said = (list: AllowList, change: object): Enforced => {
  const { feature, term, epoch } = list
  return { feature, term, epoch, effective: 'enforced', uncovered: [], ...change }
}
const answering = (answer: (list: AllowList) => object): Enforcer => ({
  ...{ point: 'vendor-feature', granularity: 'participant' },
  apply: async (list) => said(list, answer(list)),
})

describe('an answer that is none', () => {
  const clock = createManualClock()
  test.each([
    [{ effective: 'feature-stopped' }, 'vendor-feature: answered with "feature-stopped"'],
    [{ effective: 'failed' }, 'vendor-feature: answered with "failed"'],
    [{ effective: undefined }, 'vendor-feature: answered with "undefined"'],
    [{ effective: 'x'.repeat(1_000) }, `vendor-feature: answered with "${'x'.repeat(40)}"`],
    [{ uncovered: undefined }, 'vendor-feature: answered without a list of whom it cannot hold back'],
    [{ uncovered: 'ben' }, 'vendor-feature: answered without a list of whom it cannot hold back'],
    [{ uncovered: [7] }, 'vendor-feature: answered without a list of whom it cannot hold back'],
    [{ term: undefined }, 'vendor-feature: answered for another list'],
    [{ epoch: Number.NaN }, 'vendor-feature: answered for another list'],
  ])('%j is unconfirmed, and says which', async (answer, why) => {
    const composed = composeEnforcers([answering(() => answer)], { clock })
    expect(await composed.apply(allowing(['anna']))).toEqual(
      said(allowing([]), { effective: 'unconfirmed', why }),
    )
  })

  test.each([{ effective: 'failed' }, { effective: undefined }, { uncovered: ['ben'] }])(
    'and %j to a close is reported, and the close tried again until it is one',
    async (bad) => {
      let [answer, given]: [object, number] = [{}, 0]
      const enforcer = answering(() => {
        given += 1
        return answer
      })
      const call = openEnforcement({}, { enforcers: [enforcer] })
      call.enforcement.take([allowing(['anna', 'ben'])])
      await settled()
      answer = bad
      call.enforcement.take([allowing([], { epoch: 2 })])
      for (let second = 0; second < 5; second += 1) {
        await settled()
        call.clock.advance(1_000)
      }
      await settled()
      expect(given).toBeGreaterThanOrEqual(6)
      answer = {}
      call.clock.advance(1_000)
      await settled()
      const told = call.reports.map(({ outcome, epoch }) => `${outcome} ${epoch}`)
      expect(told).toEqual(['confirmed 1', 'failed 2', 'confirmed 2'])
      expect(call.reports[1]?.uncovered).toEqual('uncovered' in bad ? ['ben'] : [])
      const { length } = call.reports
      call.clock.advance(5_000)
      await settled()
      expect(call.reports).toHaveLength(length)
    },
  )

  test('is tried again without the authority as well, and told as it is closed for good', async () => {
    let [answer, given]: [object, number] = [{}, 0]
    const enforcer = answering(() => {
      given += 1
      return answer
    })
    const call = openEnforcement({}, { enforcers: [enforcer] })
    call.enforcement.take([allowing(['ben'])])
    await settled()
    answer = { uncovered: ['ben'] }
    call.enforcement.lose()
    for (let second = 0; second < 5; second += 1) {
      await settled()
      call.clock.advance(1_000)
    }
    expect(given).toBeGreaterThanOrEqual(6)
    expect(call.reports).toHaveLength(1)
    expect(await call.enforcement.close()).toBe('unconfirmed')
    answer = {}
    call.clock.advance(1_000)
    await settled()
    expect(await call.enforcement.close()).toBe('closed')
  })
})

const defined = <const Id extends string, Kind extends 'audio' | 'chat'>(id: Id, data: Kind) =>
  defineFeature({
    ...{ id, revision: 1, policy: leaveMeOut, processors: [{ name: 'Acme' }], retention: { days: 1 } },
    asks: { take: { purpose: 'summarise', data: [data], required: true } },
  })
const summary = defined('summary', 'audio')
const notes = defined('notes', 'chat')

describe('an enforcer of some features', () => {
  const of = (features: readonly string[], media = memoryEnforcer()) => ({ ...media, features })

  test('is given the lists of no other, and of its own those of people’s own runs', async () => {
    const [all, some] = [memoryEnforcer(), memoryEnforcer()]
    const composed = composeEnforcers([all, of(['summary'], some)], { clock: createManualClock() })
    for (const feature of ['summary', 'summary@ben', 'notes'])
      await composed.apply(allowing(['anna'], { feature }))
    expect(all.given.map(({ feature }) => feature)).toEqual(['summary', 'summary@ben', 'notes'])
    expect(some.given.map(({ feature }) => feature)).toEqual(['summary', 'summary@ben'])
  })

  test('has confirmed nothing of what none holds back, and says why', async () => {
    const clock = createManualClock()
    const composed = composeEnforcers([of(['summary']), of(['minutes'])], { clock })
    expect(composed.features).toEqual(['summary', 'minutes'])
    expect(await composed.apply(allowing([], { feature: 'notes' }))).toEqual(
      said(allowing([], { feature: 'notes' }), {
        ...{ effective: 'unconfirmed', why: 'no enforcer holds "notes" back' },
      }),
    )
    expect(composeEnforcers([memoryEnforcer(), of(['summary'])], { clock }).features).toBeUndefined()
  })

  test('does not speak for the others of its worker', async () => {
    const meeting = await createMeeting({ features: [summary, notes] })
    const gate = await meeting.worker()
    const ingress = createIngressGate({ gate, feature: summary })
    const reports: EnforcementReport[] = []
    const report = (one: EnforcementReport) => {
      reports.push(one)
      gate.report(one)
    }
    feedEnforcement(gate, createEnforcement({ enforcers: [ingress], clock: meeting.clock, report }))
    const anna = await meeting.join('anna', { role: 'host' })
    for (const feature of ['summary', 'notes'] as const) await anna.enable(feature, { answer: 'accept' })
    await meeting.advance(5_000)
    expect(new Set(reports.map(({ feature, outcome }) => `${feature} ${outcome}`))).toEqual(
      new Set(['summary confirmed']),
    )
    // What nobody reports of needs nobody's word: the gate at the worker is open, and closes by itself.
    expect(gate.permits('anna', 'notes', 'take')).toBe(true)
    const events = await meeting.events()
    expect(events.filter((event) => 'enforcer' in event && event.feature === 'notes')).toEqual([])
  })
})
