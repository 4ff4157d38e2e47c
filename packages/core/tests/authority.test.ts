import { describe, expect, test } from 'vitest'
import { change, device } from './sentences.ts'
import { countedLedger, OK, openStage, turns } from './stage.ts'

const anna = device('anna', { role: 'host' })
const ben = device('ben')
const cem = device('cem')
const on = [anna.joins(), anna.showsIndicator(), anna.turnsOn()]
const rejection = (code: string) => ({ ok: false, rejection: { code } })

describe('10. a command counts once', () => {
  test('sent twice it gets the same reply', async () => {
    const stage = await openStage()
    await stage.after(...on)
    const wish = ben.joins()
    expect(await Promise.all([stage.send(wish), stage.send(wish)])).toEqual([OK, OK])
    const rejected = cem.accepts()
    const first = await stage.send(rejected)
    expect(first).toMatchObject(rejection('not-present'))
    await stage.after(cem.joins(), cem.isShown())
    expect(await stage.send(rejected)).toBe(first)
    const events = await stage.ledger.read('meeting')
    expect(events.filter(({ command }) => command === wish.command.id)).toHaveLength(1)
  })

  test('after a restart too', async () => {
    const below = countedLedger()
    const before = await openStage(below)
    const accept = ben.accepts()
    await before.after(...on, ben.joins(), ben.showsIndicator(), ben.isShown(), accept, ben.withdraws())
    const after = await openStage(below)
    expect(await after.send(accept)).toEqual(OK)
    await after.after(ben.joins(), ben.showsIndicator())
    expect(after.hears(ben)).toBe(false)
  })

  test('the same id from somebody else is a command of its own', async () => {
    const stage = await openStage()
    await stage.after(...on, ben.saysYes(), cem.saysYes())
    const id = 'the-same'
    expect(await stage.send(change(ben.withdraws(), { id }))).toEqual(OK)
    expect(await stage.send(change(cem.withdraws(), { id }))).toEqual(OK)
    expect([stage.hears(ben), stage.hears(cem)]).toEqual([false, false])
  })

  test('nor does it let go of what the other holds closed', async () => {
    const stage = await openStage()
    await stage.after(...on, ben.saysYes(), cem.joins())
    const end = stage.ledger.stall()
    const phone = stage.send(ben.on('phone').joins())
    const id = 'the-same'
    const both = [
      stage.send(change(ben.withdraws(), { id })),
      stage.send(change(cem.declines(), { id, feature: 'minutes' })),
    ]
    expect(stage.hears(ben)).toBe(false)
    end()
    await Promise.all([phone, ...both])
    expect(stage.everHeard(ben)).toBe(false)
  })
})

describe('one writer, one mailbox', () => {
  test('what arrives during a commit shares the next', async () => {
    const stage = await openStage()
    await stage.after(...on)
    stage.below.appends.splice(0)
    const end = stage.ledger.stall()
    const people = Array.from({ length: 50 }, (_, at) => device(`person-${at}`))
    const replies = people.map((person) => stage.send(person.joins()))
    await turns()
    end()
    expect(await Promise.all(replies)).toEqual(people.map(() => OK))
    expect(stage.below.appends).toEqual([1, 49])
  })

  test('what changes nothing is not written', async () => {
    const stage = await openStage()
    await stage.after(...on)
    const written = stage.below.appends.length
    expect(await stage.send(anna.joins())).toEqual(OK)
    expect(stage.below.appends).toHaveLength(written)
  })

  test('clock skew: only the authority’s clock counts, the client’s is stored beside it; events are numbered without gaps, by whom the token says', async () => {
    const stage = await openStage()
    await stage.after(...on, change(ben.joins(), { clientAt: 5 }))
    const events = await stage.ledger.read('meeting')
    expect(events.map(({ number }) => number)).toEqual(events.map((_, at) => at + 1))
    expect(events.at(-1)).toMatchObject({ by: 'ben', clientAt: 5, at: stage.clock.now() })
    expect(events[0]).toMatchObject({ type: 'authority.started', by: 'authority' })
  })

  test('a listener that throws stops neither the commit nor the others', async () => {
    const stage = await openStage()
    await stage.after(...on)
    const broken = (): never => {
      throw new Error('a broken listener')
    }
    if (cem.actor.use !== 'person') throw new Error()
    let isBroken = false
    stage.authority.attach(cem.actor, { leaseMs: 10_000, version: '1.0', send: () => isBroken && broken() })
    stage.authority.attachWorker({ features: ['summary'], onLists: broken, onDuties: broken })
    const other = stage.listen(ben)
    isBroken = true
    await stage.after(cem.joins(), ben.saysYes())
    expect(stage.hears(ben)).toBe(true)
    expect(other.messages.some(({ type }) => type === 'update')).toBe(true)
    expect(await stage.send(ben.withdraws())).toEqual(OK)
    expect(stage.hears(ben)).toBe(false)
    expect(stage.faults.map(String)).toContain('Error: a broken listener')
  })
})

describe('ledger down', () => {
  test('accepts rejected with unavailable, and nothing of it happened', async () => {
    const stage = await openStage()
    await stage.after(...on, ben.joins(), ben.showsIndicator(), ben.isShown())
    const end = stage.ledger.fail()
    expect(await stage.send(ben.accepts())).toMatchObject(rejection('unavailable'))
    end()
    expect(stage.everHeard(ben)).toBe(false)
    expect(await stage.send(ben.accepts())).toEqual(OK)
    expect(stage.hears(ben)).toBe(true)
  })

  test('the same yes, sent again once it is back, counts', async () => {
    const stage = await openStage()
    await stage.after(...on, ben.joins(), ben.showsIndicator(), ben.isShown())
    const accept = ben.accepts()
    const end = stage.ledger.fail()
    expect(await stage.send(accept)).toMatchObject(rejection('unavailable'))
    end()
    expect(await stage.send(accept)).toEqual(OK)
  })

  test('withdrawals close gates at once, are written when it is back, and acknowledged not before', async () => {
    const stage = await openStage()
    await stage.after(...on, ben.saysYes())
    const end = stage.ledger.fail()
    let reply: unknown
    const done = stage.send(ben.withdraws()).then((it) => {
      reply = it
    })
    expect(stage.hears(ben)).toBe(false)
    expect(stage.hears(anna)).toBe(true)
    for (let tries = 0; tries < 4; tries += 1) {
      await turns()
      stage.clock.advance(1_000)
    }
    expect(reply).toBeUndefined()
    end()
    stage.clock.advance(1_000)
    await done
    expect(reply).toEqual(OK)
    const events = await stage.ledger.read('meeting')
    expect(events.filter(({ type }) => type === 'consent.withdrawn')).toHaveLength(1)
    expect(stage.hears(ben)).toBe(false)
  })

  test('turning off, leaving and going away close at once too', async () => {
    for (const close of [anna.turnsOff(), ben.leaves(), ben.lapses(), ben.declines(), ben.hidesIndicator()]) {
      const stage = await openStage()
      await stage.after(...on, ben.saysYes())
      const end = stage.ledger.fail()
      const reply = stage.send(close)
      expect(stage.hears(ben), close.command.type).toBe(false)
      await turns()
      end()
      stage.clock.advance(1_000)
      expect(await reply).toEqual(OK)
      expect(stage.hears(ben), close.command.type).toBe(false)
    }
  })

  test('a close that is not allowed closes nothing', async () => {
    const stage = await openStage()
    const earlier = { activation: 'run-0', decision: { answer: 'decline' } } as const
    await stage.after(anna.joins(), anna.turnsOn(earlier), anna.turnsOff({ activation: 'run-0' }))
    await stage.after(anna.turnsOn({ decision: { answer: 'decline' } }), ben.saysYes())
    const end = stage.ledger.stall()
    const replies = [ben.turnsOff(), anna.turnsOff({ activation: 'run-0' })].map(stage.send)
    expect(stage.hears(ben)).toBe(true)
    end()
    expect(await Promise.all(replies)).toMatchObject([
      rejection('not-allowed'),
      rejection('stale-activation'),
    ])
    expect(stage.hears(ben)).toBe(true)
  })

  test('a device that went away and is back meanwhile is here, not gone', async () => {
    const stage = await openStage()
    await stage.after(...on, ben.saysYes())
    const end = stage.ledger.fail()
    const gone = stage.send(ben.lapses())
    await turns()
    expect(await stage.send(ben.joins())).toMatchObject(rejection('unavailable'))
    end()
    const back = Promise.all([stage.send(ben.joins()), stage.send(ben.showsIndicator())])
    await turns()
    stage.clock.advance(1_000)
    await gone
    expect(await back).toEqual([OK, OK])
    expect(stage.hears(ben)).toBe(true)
  })

  test('a close that other closes of the batch made void lets go again', async () => {
    const stage = await openStage()
    await stage.after(...on)
    const end = stage.ledger.stall()
    const fix = stage.ledger.fail()
    const first = stage.send(device('dora').joins())
    const off = stage.send(anna.turnsOff())
    const decision = { answer: 'accept', grants: [], seen: 1 } as const
    const onAgain = stage.send(change(anna.turnsOn({ activation: 'run-2' }), { decision }))
    const offAgain = stage.send(anna.turnsOff())
    await turns()
    end()
    expect(await first).toMatchObject(rejection('unavailable'))
    expect(await onAgain).toMatchObject(rejection('unavailable'))
    await turns()
    fix()
    stage.clock.advance(1_000)
    await Promise.all([off, offAgain])
    await stage.after(change(anna.turnsOn({ activation: 'run-2' }), { decision }))
    expect(stage.hears(anna)).toBe(true)
  })
})

describe('a no beats a yes on its way', () => {
  const ready = [...on, ben.joins(), ben.showsIndicator(), ben.isShown()]

  test('to somebody who had said nothing', async () => {
    const stage = await openStage()
    await stage.after(...ready)
    const end = stage.ledger.stall()
    const yes = stage.send(ben.accepts())
    const no = stage.send(ben.withdraws())
    await turns()
    end()
    expect(await Promise.all([yes, no])).toEqual([OK, OK])
    expect(stage.everHeard(ben)).toBe(false)
  })

  test('to somebody who had said no before', async () => {
    const stage = await openStage()
    await stage.after(...ready, ben.declines())
    const end = stage.ledger.stall()
    const yes = stage.send(ben.accepts({ seen: 1 }))
    const no = stage.send(ben.withdraws())
    await turns()
    end()
    expect(await Promise.all([yes, no])).toEqual([OK, OK])
    expect(stage.everHeard(ben)).toBe(false)
  })

  test('and so does turning off what is being turned on', async () => {
    const stage = await openStage()
    await stage.after(anna.joins(), anna.showsIndicator())
    const end = stage.ledger.stall()
    const replies = [anna.turnsOn(), anna.turnsOff()].map(stage.send)
    await turns()
    end()
    expect(await Promise.all(replies)).toEqual([OK, OK])
    expect(stage.everHeard(anna)).toBe(false)
  })

  test('and so does going away while the indicator is on its way', async () => {
    const stage = await openStage()
    await stage.after(...on, ben.joins(), ben.isShown(), ben.accepts())
    const end = stage.ledger.stall()
    const replies = [ben.showsIndicator(), ben.lapses()].map(stage.send)
    await turns()
    end()
    expect(await Promise.all(replies)).toEqual([OK, OK])
    expect(stage.everHeard(ben)).toBe(false)
  })

  test('and so does hiding the indicator that is on its way, but not on another device', async () => {
    const stage = await openStage()
    await stage.after(...on, ben.joins(), ben.isShown(), ben.accepts())
    const end = stage.ledger.stall()
    const replies = [ben.showsIndicator(), ben.hidesIndicator()].map(stage.send)
    await turns()
    end()
    expect(await Promise.all(replies)).toEqual([OK, OK])
    expect(stage.everHeard(ben)).toBe(false)
    await stage.after(ben.showsIndicator(), ben.on('phone').joins())
    const reply = stage.send(ben.on('phone').hidesIndicator())
    expect(stage.hears(ben)).toBe(true)
    expect(await reply).toEqual(OK)
  })

  test('and so does leaving while coming in', async () => {
    const stage = await openStage()
    await stage.after(...on, ben.joins('lobby'), ben.showsIndicator(), ben.isShown(), ben.accepts())
    const end = stage.ledger.stall()
    const replies = [ben.joins(), ben.leaves()].map(stage.send)
    await turns()
    end()
    expect(await Promise.all(replies)).toEqual([OK, OK])
    expect(stage.everHeard(ben)).toBe(false)
  })
})

describe('authority restarts', () => {
  test('nothing acknowledged is lost, nothing opens that was closed; everybody is unreachable until back', async () => {
    const below = countedLedger()
    const before = await openStage(below)
    await before.after(...on, ben.saysYes(), cem.joins(), cem.isShown(), cem.declines())
    const after = await openStage(below)
    const opened = after.heard.slice()
    expect(opened.map(({ allow }) => allow)).toEqual([[], []])
    expect(opened[0]?.activation).toBe('run-1')
    await after.after(cem.joins(), cem.showsIndicator(), anna.joins(), anna.showsIndicator(), ben.joins())
    expect([after.hears(anna), after.hears(ben), after.hears(cem)]).toEqual([true, false, false])
    await after.after(ben.showsIndicator())
    expect(after.hears(ben)).toBe(true)
  })

  test('lists of the next one are newer than any of the last', async () => {
    const below = countedLedger()
    const before = await openStage(below)
    await before.after(...on)
    for (let times = 0; times < 20; times += 1) await before.after(ben.joins(), ben.leaves())
    const last = before.heard.at(-1)?.term ?? 1
    const after = await openStage(below)
    expect(after.heard.every(({ term }) => term > last)).toBe(true)
  })

  test('the old one, still running, writes nothing more', async () => {
    const below = countedLedger()
    const before = await openStage(below)
    await before.after(...on, ben.joins(), ben.showsIndicator(), ben.isShown())
    await openStage(below)
    expect(await before.send(ben.accepts())).toMatchObject(rejection('unavailable'))
    expect(before.everHeard(ben)).toBe(false)
  })
})
