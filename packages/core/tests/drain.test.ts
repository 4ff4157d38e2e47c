import { createManualClock, failingLedger } from '@askfirst/testing'
import { describe, expect, test, vi } from 'vitest'
import { openAuthority } from '../src/authority/authority.ts'
import { memoryLedger } from '../src/authority/memory-ledger.ts'
import { randomIds, systemRandom } from '../src/defaults/ids.ts'
import { catalogue, device, type Wish } from './sentences.ts'
import { OK, openStage, turns } from './stage.ts'

const anna = device('anna', { role: 'host' })
const ben = device('ben')

describe('an authority that drains', () => {
  test('ends once what it took is committed, and takes no more', async () => {
    const stage = await openStage()
    const release = stage.ledger.stall()
    const [first, second] = [stage.send(anna.joins()), stage.send(ben.joins())]
    let isDrained = false
    const drained = stage.authority.drain().then(() => {
      isDrained = true
    })
    expect(await stage.send(device('cem').joins())).toMatchObject({ rejection: { code: 'unavailable' } })
    await turns()
    expect(isDrained).toBe(false)
    release()
    await drained
    expect([await first, await second]).toEqual([OK, OK])
  })

  test('still closes at once', async () => {
    const stage = await openStage()
    await stage.after(anna.arrives(), anna.turnsOn())
    expect(stage.hears(anna)).toBe(true)
    const release = stage.ledger.stall()
    void stage.send(ben.joins())
    const drained = stage.authority.drain()
    const withdrawn = stage.send(anna.withdraws())
    expect(stage.hears(anna)).toBe(false)
    release()
    await drained
    expect(await withdrawn).toEqual(OK)
  })

  test('does not wait for a ledger that only fails', async () => {
    const stage = await openStage()
    stage.ledger.fail()
    void stage.send(ben.declines())
    await stage.authority.drain()
    expect(stage.authority.isIdle()).toBe(false)
  })
})

describe('an authority that ended while it was writing', () => {
  /** Anna is on; her leaving is on its way to the ledger as the authority ends. */
  async function ended() {
    const clock = createManualClock()
    const ledger = failingLedger(memoryLedger())
    const told: string[] = []
    const authority = await openAuthority({
      meeting: 'meeting',
      catalogue,
      ledger,
      clock,
      ids: randomIds,
      random: systemRandom,
      onCommit: (events) => told.push(...events.map(({ type }) => type)),
    })
    const send = ({ command, actor }: Wish) => authority.dispatch(command, actor)
    for (const wish of [...anna.arrives(), anna.turnsOn()]) expect(await send(wish)).toEqual(OK)
    told.splice(0)
    const release = ledger.stall()
    const left = send(anna.leaves())
    await turns()
    await authority.close()
    const after = vi.spyOn(clock, 'after')
    return { after, ledger, left, release, told }
  }

  test('acknowledges what was written after all, tells the app, and has no time run any more', async () => {
    const { after, ledger, left, release, told } = await ended()
    release()
    expect(await left).toEqual(OK)
    expect((await ledger.read('meeting')).at(-1)).toMatchObject({ type: 'participant.left' })
    expect(told).toEqual(['participant.left'])
    expect(after).not.toHaveBeenCalled()
  })

  test('says so of what could not be written, and does not try again', async () => {
    const { after, ledger, left, release } = await ended()
    ledger.fail()
    release()
    expect(await left).toMatchObject({ rejection: { code: 'unavailable' } })
    expect(after).not.toHaveBeenCalled()
  })
})

describe('an authority is idle', () => {
  test('while nobody is connected, nothing is on and nothing is under way', async () => {
    const stage = await openStage()
    // The stage's own worker is there from the beginning.
    expect(stage.authority.isIdle()).toBe(false)
    stage.detachWorker()
    expect(stage.authority.isIdle()).toBe(true)
    const { session } = stage.listen(anna)
    expect(stage.authority.isIdle()).toBe(false)
    await stage.after(anna.arrives(), anna.turnsOn())
    session.detach()
    expect(stage.authority.isIdle()).toBe(false)
    await stage.after(anna.turnsOff())
    expect(stage.authority.isIdle()).toBe(true)
    const release = stage.ledger.stall()
    const joined = stage.send(ben.joins())
    expect(stage.authority.isIdle()).toBe(false)
    release()
    await joined
    await turns()
    expect(stage.authority.isIdle()).toBe(true)
  })
})
