import { describe, expect, test } from 'vitest'
import type { ParticipantHandle } from '../src/gate/gate.ts'
import type { AllowChange } from '../src/protocol/gate-messages.ts'
import { device } from './sentences.ts'
import { openStage, turns } from './stage.ts'
import { list, openWithList, welcome } from './worker.ts'

const also = (participant: string, ...asks: string[]) => ({ participant, asks })
const changed = (change: Partial<AllowChange> = {}) => ({
  type: 'changes',
  changes: [{ feature: 'summary', term: 1, epoch: 2, allow: [also('ben')], ...change }],
})

const NOBODY = -1 as ParticipantHandle

/** A worker that has heard of Ben’s yes, and whom it hears now: the same by name and by handle. */
async function openWorker() {
  const opened = await openWithList()
  const { gate } = opened
  const names = ['anna', 'ben', 'cem']
  const handles = names.map((name) => gate.participant(name))
  const ask = gate.ask('summary', 'summarise')
  const heard = () => {
    const batch = gate.batch()
    const allowed = [...gate.allowed('summary', 'summarise')].sort()
    expect(names.filter((name) => gate.permits(name, 'summary', 'summarise'))).toEqual(allowed)
    expect(names.filter((_, at) => batch.permits(handles[at] ?? NOBODY, ask))).toEqual(allowed)
    return allowed
  }
  return { ...opened, heard }
}

describe('what became of a list', () => {
  test('opens and closes whoever it names, and nobody else', async () => {
    const { wire, heard, revoked } = await openWorker()
    wire.say(changed({ allow: [also('anna', 'summarise'), also('cem', 'summarise')] }))
    expect(heard()).toEqual(['anna', 'ben', 'cem'])
    wire.say(changed({ epoch: 3, allow: [also('ben'), also('anna', 'improve')] }))
    expect(heard()).toEqual(['cem'])
    expect(revoked).toEqual(['ben/summarise', 'anna/summarise'])
  })

  test('is followed by whole lists that say who is left', async () => {
    const { wire, heard, revoked } = await openWorker()
    wire.say(changed({ allow: [also('cem', 'summarise')] }))
    wire.say({ type: 'gates', lists: [list({ epoch: 3, allow: [also('anna', 'summarise')] })] })
    expect(heard()).toEqual(['anna'])
    expect(revoked).toEqual(['ben/summarise', 'cem/summarise'])
  })

  test.each([
    ['a list that was missed', { epoch: 3 }],
    ['another term', { term: 2 }],
  ])('of %s closes everything until whole lists come again', async (_what, change) => {
    const { wire, clock, heard } = await openWorker()
    wire.say(changed({ ...change, allow: [also('anna', 'summarise')] }))
    expect(heard()).toEqual([])
    clock.advance(1_000)
    await turns()
    wire.say(welcome)
    expect(heard()).toEqual([])
    wire.say({ type: 'gates', lists: [list({ epoch: 3 })] })
    expect(heard()).toEqual(['ben'])
  })

  test('before any list opens nothing', async () => {
    const { wire, clock, heard } = await openWorker()
    wire.drop()
    clock.advance(1_000)
    await turns()
    wire.say(welcome)
    wire.say(changed({ allow: [also('anna', 'summarise')] }))
    expect(heard()).toEqual([])
  })

  test('that is known already, or of a feature it does not serve, changes nothing', async () => {
    const { wire, heard } = await openWorker()
    wire.say(changed({ epoch: 1 }))
    wire.say(changed({ feature: 'minutes', epoch: 9 }))
    expect(heard()).toEqual(['ben'])
    expect(wire.links()).toBe(1)
  })
})

test('a worker of a feature hears of every owner’s run of it', async () => {
  const { wire, gate, clock } = await openWorker()
  const mine = { feature: 'summary@cem', activation: 'run-2', allow: [also('anna', 'summarise')] }
  wire.say({ type: 'gates', lists: [list(mine)] })
  expect(gate.permits('anna', 'summary@cem', 'summarise')).toBe(true)
  expect(gate.permits('anna', 'summary', 'summarise')).toBe(false)
  wire.say(changed({ feature: 'summary@cem', allow: [also('anna')] }))
  expect(gate.permits('anna', 'summary@cem', 'summarise')).toBe(false)
  wire.say(changed({ feature: 'summary@dan', allow: [also('anna', 'summarise')] }))
  expect(gate.allowed('summary', 'summarise')).toEqual([])
  clock.advance(1_000)
  await turns()
  expect(wire.links()).toBe(2)
})

test('a worker is told whole lists when it comes and with each run, and in between who changed', async () => {
  const [anna, ben, cem] = [device('anna', { role: 'host' }), device('ben'), device('cem')]
  const stage = await openStage()
  await stage.after(anna.joins(), anna.showsIndicator())
  const told: string[] = []
  const names = (allow: AllowChange['allow']) =>
    allow.map(({ participant, asks }) => `${participant}:${asks.join('+')}`).join(' ')
  const onLists = (lists: readonly { readonly allow: AllowChange['allow'] }[]) =>
    void told.push(...lists.map(({ allow }) => `whole ${names(allow)}`))
  const onChanges = (changes: readonly AllowChange[]) =>
    void told.push(...changes.map(({ allow }) => `change ${names(allow)}`))
  stage.authority.attachWorker({ features: ['summary'], onLists, onChanges, onDuties: () => {} })
  await stage.after(anna.turnsOn(), ben.saysYes(), cem.saysYes())
  stage.ledger.stall()
  void stage.send(ben.withdraws())
  expect(told).toEqual([
    'whole ',
    'whole anna:summarise+transcribe',
    'change ben:summarise+transcribe',
    'change cem:summarise+transcribe',
    'change ben:',
  ])
})
