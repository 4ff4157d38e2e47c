import { createManualClock } from '@askfirst/testing'
import { describe, expect, it } from 'vitest'
import { openAuthority } from '../src/authority/authority.ts'
import { memoryLedger } from '../src/authority/memory-ledger.ts'
import { applyUpdate, EMPTY_REPLICA, type ReplicaState } from '../src/client/replica.ts'
import { randomIds, systemRandom } from '../src/defaults/ids.ts'
import type { ServerMessage } from '../src/protocol/server-messages.ts'
import { everyPolicy } from './catalogues.ts'
import { app, type Device, device, type Wish } from './sentences.ts'

const anna = device('anna', { role: 'host' })
const [ben, cora] = [device('ben'), device('cora')]

/** A host and two more, and what each of their pages says of a feature. */
async function openCall(isLined: boolean, feature = 'summary') {
  const clock = createManualClock()
  const line: (() => void)[] = []
  const waitForTurn = (call: () => void) => {
    line.push(call)
    return () => void line.splice(0, line.length, ...line.filter((one) => one !== call))
  }
  const world = { ledger: memoryLedger(), clock, ids: randomIds, random: systemRandom }
  const authority = await openAuthority({
    meeting: 'meeting',
    catalogue: everyPolicy,
    ...(isLined && { waitForTurn }),
    ...world,
  })
  const say = async (...wishes: readonly Wish[]): Promise<void> => {
    for (const { command, actor } of wishes)
      expect(await authority.dispatch(command, actor)).toEqual({ ok: true })
  }
  const listen = ({ actor }: Device) => {
    if (actor.use !== 'person') throw new Error('only persons listen')
    let replica: ReplicaState = EMPTY_REPLICA
    const send = (message: ServerMessage): void => {
      if (message.type !== 'snapshot' && message.type !== 'update') return
      const step = applyUpdate(replica, message)
      if (step.kind === 'applied') replica = step.state
    }
    authority.attach(actor, { leaseMs: 10_000, version: '1.0', send })
    return () => replica.view?.features[feature]
  }
  await say(...anna.arrives(), ...ben.arrives(), ...cora.arrives(), app.reportsRoster(anna, ben, cora))
  const pages = { anna: listen(anna), ben: listen(ben), cora: listen(cora) }
  const takeTurn = (): void => line.shift()?.()
  takeTurn()
  const phases = () => Object.values(pages).map((page) => page()?.phase)
  return { say, pages, phases, takeTurn }
}

describe('Where a program has many meetings', () => {
  it('the host of one is told first, and its crowd in a turn of its own', async () => {
    const { say, phases, takeTurn } = await openCall(true)
    await say(anna.turnsOn())
    expect(phases()).toEqual(['on', 'off', 'off'])
    takeTurn()
    expect(phases()).toEqual(['on', 'on', 'on'])
  })

  it('nobody whose gates close waits for a turn', async () => {
    const { say, pages, phases, takeTurn } = await openCall(true, 'everyone')
    const people = [anna, ben, cora].map((one) => one.about('everyone'))
    await say(anna.about('everyone').turnsOn())
    for (const one of people.slice(1)) await say(one.isShown(), one.accepts())
    takeTurn()
    expect(pages.cora()?.gates.hear?.open).toBe(true)
    // Somebody else's news is still to be told as one of them says no.
    await say(anna.turnsOn(), ...people.slice(1, 2).map((one) => one.withdraws()))
    expect([phases(), pages.cora()?.gates.hear?.open]).toEqual([['off', 'off', 'off'], false])
  })

  it('nobody waits to hear that what was on is over', async () => {
    const { say, pages, phases, takeTurn } = await openCall(true, 'notes@anna')
    const notes = (who: Device) => who.aboutThe('notes', 'anna')
    await say(notes(anna).turnsOn(), notes(cora).isShown(), notes(cora).accepts())
    takeTurn()
    expect([phases(), pages.cora()?.gates.hear?.open]).toEqual([['on', 'on', 'on'], true])
    // Its owner goes: nobody turned it off.
    await say(anna.leaves())
    expect(pages.cora()?.gates.hear?.open).not.toBe(true)
  })

  it('whoever answers does not wait for a turn', async () => {
    const { say, pages, takeTurn } = await openCall(true)
    await say(anna.turnsOn())
    takeTurn()
    await say(ben.isShown(), ben.accepts())
    expect(pages.ben()?.gates.summarise?.open).toBe(true)
    await say(ben.withdraws())
    expect(pages.ben()?.gates.summarise?.open).toBe(false)
  })
})

it('where there is one meeting, and few in it, all of them are told at once', async () => {
  const { say, phases } = await openCall(false)
  await say(anna.turnsOn())
  expect(phases()).toEqual(['on', 'on', 'on'])
})
