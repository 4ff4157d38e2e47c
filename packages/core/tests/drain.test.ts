import { describe, expect, test } from 'vitest'
import { device } from './sentences.ts'
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
