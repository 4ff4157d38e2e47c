import { acceptOrLeave, type ConsentClient, defineFeature, leaveMeOut, noticeOnly } from '@askfirst/core'
import { createMeeting, failingLedger, type JoinOptions } from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import { memoryLedger } from '../src/authority/memory-ledger.ts'
import type { FeatureOptions } from '../src/model/feature.ts'
import { agree, callOf, notes, OK, objected, plain, statusOf, together } from './cast.ts'
import { summary } from './features.ts'
import { mapKeep } from './map-keep.ts'
import { tap } from './wire.ts'

const leaving = defineFeature({ ...plain, id: 'leaving', policy: acceptOrLeave })
const told = defineFeature({ ...plain, id: 'told', policy: noticeOnly })
const oneNo = defineFeature({ ...plain, id: 'one-no', policy: { ...leaveMeOut, decline: 'stop' } })
const features: readonly FeatureOptions[] = [plain, summary, leaving, told, objected, oneNo, together, notes]

const isOn = (): ReturnType<typeof mapKeep> => mapKeep('on')
const standingOf = (client: ConsentClient, feature = 'plain') => statusOf(client, feature)?.standing

/** A host, and Ben, whose device always says no. */
async function benAlwaysSaysNo(options: JoinOptions = {}) {
  const ledger = failingLedger(memoryLedger())
  const meeting = await createMeeting({ features, ledger })
  const anna = await meeting.join('anna', { role: 'host' })
  const keep = isOn()
  const wire = tap()
  const ben = await meeting.join('ben', { standing: keep.tab(), transport: wire.through, ...options })
  const worker = await meeting.worker()
  const hears = (feature = 'plain') => [...worker.allowed(feature, 'listen')].includes('ben')
  /** Ben's answers, as the record has them. */
  const answers = async () =>
    (await meeting.events()).flatMap((event) =>
      event.type.startsWith('consent.') && 'participant' in event && event.participant === 'ben'
        ? [
            `${event.type} ${'method' in event ? event.method : ''} ${'feature' in event ? event.feature : ''}`,
          ]
        : [],
    )
  const turnOn = async (feature = 'plain') => {
    expect(await anna.enable(feature, { answer: 'accept' })).toEqual(OK)
    await meeting.settle()
  }
  return { meeting, ledger, anna, ben, keep, wire, hears, answers, turnOn }
}
const DECLINED = ['consent.declined standing plain']

describe('a standing no', () => {
  test('answers a new question with a decline, once, and no notice is shown for it', async () => {
    const { meeting, ben, hears, answers, turnOn } = await benAlwaysSaysNo()
    await turnOn()
    expect(await answers()).toEqual(DECLINED)
    expect(statusOf(ben, 'plain')).toMatchObject({ standing: 'left-out', stood: true, told: false })
    expect(hears()).toBe(false)
    const shown = (await meeting.events()).filter(({ type }) => type === 'notice.shown')
    expect(shown.map((event) => 'participant' in event && event.participant)).not.toContain('ben')
    await meeting.advance(20_000)
    expect(await answers()).toEqual(DECLINED)
  })

  test('is never a question in between: what is drawn goes from off to a no', async () => {
    const { ben, turnOn } = await benAlwaysSaysNo()
    const seen = new Set<string | undefined>()
    ben.store.subscribe(() => queueMicrotask(() => seen.add(standingOf(ben))))
    await turnOn()
    expect([...seen].filter((standing) => standing !== 'off')).toEqual(['stopping', 'left-out'])
  })

  test('in the lobby too, and of whoever comes while it is on', async () => {
    const { meeting, turnOn, keep } = await benAlwaysSaysNo({ place: 'lobby' })
    await turnOn()
    const cem = await meeting.join('cem', { standing: keep.tab() })
    expect(standingOf(cem)).toBe('left-out')
    const names = (await meeting.events()).flatMap((event) =>
      event.type === 'consent.declined' ? [event.participant] : [],
    )
    expect(names).toEqual(['ben', 'cem'])
  })

  test('of a device that is nowhere says nothing', async () => {
    const { meeting, answers, turnOn, keep } = await benAlwaysSaysNo({ place: 'out' })
    await turnOn()
    await meeting.join('ben')
    expect(await answers()).toEqual([])
    const tablet = await meeting.join('ben', { place: 'out', standing: keep.tab() })
    expect(await answers()).toEqual([])
    tablet.enter('call')
    await meeting.settle()
    expect(await answers()).toEqual(DECLINED)
  })

  test('switched on, it answers what is open, what was put off, and nothing that was answered', async () => {
    const { meeting, ben, answers, turnOn, hears } = await benAlwaysSaysNo({ standing: mapKeep() })
    for (const feature of ['plain', 'summary', 'objected']) await turnOn(feature)
    await agree(ben, 'plain')
    await ben.defer('summary')
    expect(standingOf(ben, 'summary')).toBe('later')
    ben.setStandingNo('on')
    await meeting.settle()
    expect(ben.store.getState().standingNo).toBe('on')
    expect((await answers()).slice(2)).toEqual([
      'consent.declined standing summary',
      'consent.declined standing objected',
    ])
    expect([standingOf(ben), hears()]).toEqual(['included', true])
  })

  test('answers a run of somebody’s own', async () => {
    const { meeting, anna, ben, answers } = await benAlwaysSaysNo()
    await anna.enable('notes', { answer: 'accept' })
    await meeting.settle()
    expect(await answers()).toEqual(['consent.declined standing notes@anna'])
    expect(await ben.enable('notes', { answer: 'accept' })).toEqual(OK)
    await meeting.settle()
    expect(standingOf(ben, 'notes@ben')).toBe('included')
  })

  test('objects to what begins by itself: also where another device was told of it', async () => {
    const { meeting, ben, answers, turnOn, hears, keep } = await benAlwaysSaysNo({ standing: mapKeep() })
    await turnOn('objected')
    await turnOn('told')
    await ben.show('told', { visibleMs: 2_000, lang: 'en' })
    await ben.show('objected', { visibleMs: 2_000, lang: 'en' })
    await meeting.advance(16_000)
    expect([hears('told'), hears('objected')]).toEqual([true, true])
    await meeting.join('ben', { standing: keep.tab() })
    expect([hears('told'), hears('objected')]).toEqual([false, false])
    expect(await answers()).toEqual(['consent.declined standing told', 'consent.declined standing objected'])
  })

  test('where no means leaving, the person is asked: it throws nobody out of a call', async () => {
    const call = callOf()
    const { meeting, ben, answers, turnOn } = await benAlwaysSaysNo({ call })
    await turnOn('leaving')
    await meeting.advance(5_000)
    expect([standingOf(ben, 'leaving'), call.left]).toEqual(['question', 0])
    expect(statusOf(ben, 'leaving')?.actions).toContain('leave')
    expect(await answers()).toEqual([])
  })

  test.each(['one-no', 'together'])('where one no ends it for everybody, it does: %s', async (feature) => {
    const { meeting, anna, ben, answers, turnOn } = await benAlwaysSaysNo()
    await meeting.app().reportRoster(['anna', 'ben'])
    await turnOn(feature)
    expect(await answers()).toEqual([`consent.declined standing ${feature}`])
    expect(statusOf(anna, feature)?.phase).toBe('off')
    expect(statusOf(ben, feature)).toMatchObject({ standing: 'off', stood: true })
    expect(statusOf(anna, feature)?.stood).toBe(false)
  })

  test('in the lobby it ends nothing, and does not say so when a host ends it', async () => {
    const { meeting, anna, ben, turnOn } = await benAlwaysSaysNo({ place: 'lobby' })
    await turnOn('one-no')
    expect([statusOf(anna, 'one-no')?.phase, statusOf(ben, 'one-no')?.stood]).toEqual(['on', true])
    await anna.disable('one-no')
    await meeting.settle()
    expect(statusOf(ben, 'one-no')?.stood).toBe(false)
  })

  test('speaks for one person: a room and a phone are asked', async () => {
    const { meeting, turnOn, keep } = await benAlwaysSaysNo()
    const room = await meeting.join('room', { kind: 'room', standing: keep.tab() })
    const phone = await meeting.join('phone', { bridge: 'bridge', standing: keep.tab() })
    await turnOn()
    expect([standingOf(room), standingOf(phone)]).toEqual(['question', 'question'])
  })

  test('says nothing about a declaration that this page does not have', async () => {
    const old = defineFeature({ ...plain, retention: { days: 7 } })
    const { ben, answers, turnOn } = await benAlwaysSaysNo({ features: [old] })
    await turnOn()
    expect([standingOf(ben), await answers()]).toEqual(['outdated', []])
  })
})

describe('a person who has a standing no', () => {
  test('may say yes to a question; it does not fight them, nor does a reload', async () => {
    const { meeting, ben, answers, turnOn, hears, keep } = await benAlwaysSaysNo()
    await turnOn()
    await agree(ben, 'plain')
    await meeting.advance(5_000)
    ben.enter('lobby')
    ben.enter('call')
    ben.setStandingNo('on')
    keep.stir()
    await meeting.advance(5_000)
    expect([standingOf(ben), hears(), statusOf(ben, 'plain')?.stood]).toEqual(['included', true, false])
    ben.dispose()
    const again = await meeting.join('ben', { standing: keep.tab() })
    await meeting.advance(5_000)
    expect([standingOf(again), hears()]).toEqual(['included', true])
    expect(await answers()).toEqual([...DECLINED, 'consent.accepted button plain'])
  })

  test('is answered for anew in the next run, and told where the no lasts', async () => {
    const { meeting, anna, ben, answers, turnOn } = await benAlwaysSaysNo()
    await turnOn()
    await anna.disable('plain')
    await turnOn()
    expect(await answers()).toEqual(DECLINED)
    expect(statusOf(ben, 'plain')).toMatchObject({ standing: 'left-out', told: true, stood: false })
    await agree(ben, 'plain')
    await anna.disable('plain')
    await turnOn()
    await meeting.settle()
    expect((await answers()).slice(1)).toEqual(['consent.accepted button plain', ...DECLINED])
  })

  test('who takes that yes back is left out by their own word', async () => {
    const { ben, turnOn } = await benAlwaysSaysNo()
    await turnOn()
    await agree(ben, 'plain')
    await ben.withdraw('plain')
    expect(statusOf(ben, 'plain')).toMatchObject({ standing: 'left-out', stood: false })
  })

  test('a yes that is on its way when it is switched on stands', async () => {
    const { meeting, ben, turnOn, answers } = await benAlwaysSaysNo({ standing: mapKeep() })
    await turnOn()
    await ben.show('plain', { visibleMs: 2_000, lang: 'en' })
    const yes = ben.accept('plain')
    ben.setStandingNo('on')
    expect(await yes).toEqual(OK)
    await meeting.settle()
    expect([standingOf(ben), await answers()]).toEqual(['included', ['consent.accepted button plain']])
  })

  test('switches it off, and is asked the next question', async () => {
    const { ben, keep, turnOn } = await benAlwaysSaysNo()
    ben.setStandingNo('off')
    expect(keep.kept.size).toBe(1)
    ben.setStandingNo('on')
    ben.setStandingNo('off')
    await turnOn()
    expect([standingOf(ben), ben.store.getState().standingNo]).toEqual(['question', 'off'])
  })
})

describe('on several devices and tabs', () => {
  test('names of any length: what would be too long to say it by is said by another', async () => {
    const { meeting, turnOn, keep } = await benAlwaysSaysNo()
    const long = await meeting.join('b'.repeat(128), { standing: keep.tab() })
    await turnOn()
    expect(standingOf(long)).toBe('left-out')
  })

  test('one device has it, and another sees the no arrive', async () => {
    const { meeting, turnOn, ben } = await benAlwaysSaysNo()
    const phone = await meeting.join('ben')
    await turnOn()
    expect(statusOf(phone, 'plain')).toMatchObject({ standing: 'left-out', stood: false })
    expect(statusOf(ben, 'plain')?.stood).toBe(true)
    expect(phone.store.getState().standingNo).toBe('off')
  })

  test('two tabs that both have it say it once', async () => {
    const { meeting, turnOn, keep, answers } = await benAlwaysSaysNo()
    const second = await meeting.join('ben', { standing: keep.tab() })
    await turnOn()
    expect(await answers()).toEqual(DECLINED)
    expect(statusOf(second, 'plain')?.stood).toBe(true)
  })

  test('switched in one tab, it holds in the others at once, and not once they are gone', async () => {
    const { meeting, turnOn, keep, ben, answers } = await benAlwaysSaysNo({ standing: mapKeep() })
    await turnOn()
    const shared = mapKeep()
    const [one, other, gone] = [
      await meeting.join('cem', { standing: shared.tab() }),
      await meeting.join('cem', { standing: shared.tab() }),
      await meeting.join('dan', { standing: shared.tab() }),
    ]
    gone.dispose()
    one.setStandingNo('on')
    await meeting.settle()
    expect([other, gone].map((tab) => tab.store.getState().standingNo)).toEqual(['on', 'off'])
    expect(standingOf(other)).toBe('left-out')
    other.setStandingNo('off')
    expect(one.store.getState().standingNo).toBe('off')
    expect([standingOf(ben), keep.kept.size, await answers()]).toEqual(['question', 1, []])
  })

  test('two people in tabs of one browser each say their own, over a reload too', async () => {
    const { meeting, turnOn, keep } = await benAlwaysSaysNo()
    const unsent = mapKeep()
    const wires = [tap(), tap()] as const
    const [cem, dan] = [
      await meeting.join('cem', { standing: keep.tab(), keep: unsent, transport: wires[0].through }),
      await meeting.join('dan', { standing: keep.tab(), keep: unsent, transport: wires[1].through }),
    ]
    await turnOn()
    expect([standingOf(cem), standingOf(dan), unsent.kept.size]).toEqual(['left-out', 'left-out', 0])
    const names = (await meeting.events()).flatMap((event) =>
      event.type === 'consent.declined' ? [event.participant] : [],
    )
    expect(names.sort()).toEqual(['ben', 'cem', 'dan'])
  })
})

describe('where something fails', () => {
  test('without a connection it waits for the view, and says it then', async () => {
    const { meeting, wire, turnOn, answers, hears } = await benAlwaysSaysNo()
    const up = wire.down()
    await meeting.settle()
    await turnOn()
    expect(await answers()).toEqual([])
    up()
    await meeting.advance(6_000)
    expect([await answers(), hears()]).toEqual([DECLINED, false])
  })

  test('what could not be written is in force here, and said again under its name, over a reload too', async () => {
    const unsent = mapKeep()
    const standing = mapKeep()
    const past = await benAlwaysSaysNo({ keep: unsent, standing: standing.tab() })
    const { meeting, ledger, ben, answers, turnOn, hears } = past
    await turnOn()
    const mend = ledger.fail()
    ben.setStandingNo('on')
    await meeting.settle()
    expect([standingOf(ben), unsent.kept.size, hears()]).toEqual(['stopping', 1, false])
    const [name] = unsent.kept.keys()
    ben.dispose()
    mend()
    const again = await meeting.join('ben', { standing: standing.tab(), keep: unsent })
    await meeting.advance(6_000)
    expect([standingOf(again), unsent.kept.size, await answers()]).toEqual(['left-out', 0, DECLINED])
    const said = (await meeting.events()).find(({ type }) => type === 'consent.declined')
    expect(said?.command).toBe(name)
  })

  test('a page that was frozen while another tab switched it knows so once it is back', async () => {
    const { meeting, ben, wire, keep, turnOn, answers } = await benAlwaysSaysNo()
    const up = wire.down()
    keep.kept.clear()
    await turnOn()
    up()
    await meeting.advance(6_000)
    expect([standingOf(ben), await answers()]).toEqual(['question', []])
    const down = wire.down()
    ben.setStandingNo('off')
    keep.kept.set('no', 'on')
    down()
    await meeting.advance(6_000)
    expect([standingOf(ben), await answers()]).toEqual(['left-out', DECLINED])
  })

  test('a device that keeps nothing: it holds for the page, and says so', async () => {
    const broken = mapKeep()
    broken.breaks()
    const forgetful = { load: () => [], save: () => {}, remove: () => {} }
    for (const standing of [broken, forgetful]) {
      const { meeting, ben, wire, turnOn } = await benAlwaysSaysNo({ standing })
      const now = () => ben.store.getState().standingNo
      expect(now()).toBe('off')
      ben.setStandingNo('on')
      expect(now()).toBe('page')
      await turnOn()
      expect(standingOf(ben)).toBe('left-out')
      wire.cut()
      await meeting.advance(6_000)
      expect(now()).toBe('page')
      ben.setStandingNo('off')
      expect(now()).toBe('off')
    }
  })

  test('a fault turns nothing off; text that nobody can read counts as on', async () => {
    const keep = mapKeep('{"broken')
    const { meeting, ben, turnOn } = await benAlwaysSaysNo({ standing: keep.tab() })
    expect(ben.store.getState().standingNo).toBe('on')
    const mend = keep.breaks()
    keep.stir()
    expect(ben.store.getState().standingNo).toBe('on')
    await turnOn()
    expect(standingOf(ben)).toBe('left-out')
    mend()
    keep.kept.clear()
    keep.stir()
    await meeting.settle()
    expect(ben.store.getState().standingNo).toBe('off')
  })
})

test('there is no standing yes: such an accept is malformed, and a decline by that name is anybody’s', async () => {
  const { meeting, anna, turnOn, answers, wire, ben } = await benAlwaysSaysNo({ standing: mapKeep() })
  await turnOn()
  await ben.show('plain', { visibleMs: 2_000, lang: 'en' })
  expect(await ben.accept('plain', { method: 'standing' as never })).toMatchObject({
    rejection: { code: 'malformed' },
  })
  expect(wire.sentTypes()).toContain('consent.accept')
  expect(await anna.enable('summary', { answer: 'accept', method: 'standing' as never })).toMatchObject({
    rejection: { code: 'malformed' },
  })
  expect(await answers()).toEqual([])
  const room = await meeting.join('room', { kind: 'room' })
  expect(await room.decline('plain', { method: 'standing' as never })).toEqual(OK)
})
