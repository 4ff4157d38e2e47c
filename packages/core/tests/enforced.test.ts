import { createEnforcement, feedEnforcement } from '@askfirst/core/enforcement'
import { createMeeting, memoryEnforcer } from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import { viewFeature } from '../src/client/view.ts'
import { defineFeature } from '../src/model/feature.ts'
import { leaveMeOut } from '../src/model/policy.ts'

// Enforcers and the authority, over a worker's connection: what is not enforced does not run.

const summary = defineFeature({
  id: 'summary',
  revision: 1,
  policy: leaveMeOut,
  asks: { summarise: { purpose: 'summarise', data: ['audio'], required: true } },
  processors: [{ name: 'Acme' }],
  retention: { days: 1 },
})

async function enforced() {
  const meeting = await createMeeting({ features: [summary] })
  const gate = await meeting.worker()
  const sfu = memoryEnforcer()
  const enforcement = createEnforcement({ enforcers: [sfu], clock: meeting.clock, report: gate.report })
  const undo = feedEnforcement(gate, enforcement)
  const host = await meeting.join('anna', { role: 'host' })
  const guest = await meeting.join('ben')
  await host.enable('summary', { answer: 'accept' })
  await guest.show('summary', { visibleMs: 2_000, lang: 'en' })
  await guest.accept('summary')
  await meeting.advance(1_000)
  const last = async () => (await meeting.events()).at(-1)
  const view = (client: typeof guest) => client.store.getState().view?.features.summary
  return { meeting, gate, sfu, host, guest, undo, last, view }
}

describe('what is not enforced does not run', () => {
  test('an enforcer holds back who said no, and says so', async () => {
    const { meeting, sfu, guest, last } = await enforced()
    expect(sfu.captures('ben', 'summary', 'summarise')).toBe(true)
    await guest.withdraw('summary')
    await meeting.advance(1_000)
    expect(sfu.captures('ben', 'summary', 'summarise')).toBe(false)
    expect(sfu.captures('anna', 'summary', 'summarise')).toBe(true)
    expect(await last()).toMatchObject({ type: 'enforcement.confirmed', enforcer: 'gate:worker' })
  })

  test('the indicator says what is enforced: stopping, until every enforcer has said so', async () => {
    const { meeting, guest, host, gate, undo } = await enforced()
    const standing = (client: typeof guest) => viewFeature(client.store.getState(), 'summary')?.standing
    expect([standing(host), standing(guest)]).toEqual(['included', 'included'])
    const other = defineFeature({ ...summary, retention: { days: 2 } })
    const outdated = await meeting.join('ben', { features: [other] as unknown as (typeof summary)[] })
    undo()
    await guest.withdraw('summary')
    await meeting.settle()
    expect([standing(host), standing(guest)]).toEqual(['included', 'stopping'])
    expect(standing(outdated)).toBe('stopping')
    const [list] = gate.lists()
    gate.report({
      feature: 'summary',
      term: list?.term ?? 0,
      epoch: list?.epoch ?? 0,
      outcome: 'confirmed',
      uncovered: [],
    })
    await meeting.settle()
    expect([standing(host), standing(guest)]).toEqual(['included', 'left-out'])
  })

  test('somebody uncovered ends the run for everybody', async () => {
    const { meeting, gate, view, host } = await enforced()
    const epoch = gate.lists()[0]?.epoch ?? 0
    const term = gate.lists()[0]?.term ?? 0
    gate.report({ feature: 'summary', term, epoch, outcome: 'confirmed', uncovered: ['ben'] })
    await meeting.settle()
    expect(view(host)?.phase).toBe('off')
    expect((await meeting.events()).slice(-2)).toMatchObject([
      { type: 'enforcement.failed', uncovered: ['ben'] },
      { type: 'feature.disabled', cause: 'not-enforced' },
    ])
  })

  test('no word in time closes everybody, and a word opens again', async () => {
    const { meeting, gate, guest, undo, view } = await enforced()
    undo()
    await guest.withdraw('summary')
    await meeting.advance(4_000)
    expect((await meeting.events()).at(-1)).toMatchObject({ type: 'enforcement.overdue' })
    expect(gate.permits('anna', 'summary', 'summarise')).toBe(false)
    expect(view(guest)?.phase).toBe('paused')
    const [list] = gate.lists()
    gate.report({
      feature: 'summary',
      term: list?.term ?? 0,
      epoch: list?.epoch ?? 0,
      outcome: 'confirmed',
      uncovered: [],
    })
    await meeting.advance(1_000)
    expect(gate.permits('anna', 'summary', 'summarise')).toBe(true)
  })
})
