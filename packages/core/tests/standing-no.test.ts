import { defineFeature } from '@askfirst/core'
import { describe, expect, test } from 'vitest'
import { benAlwaysSaysNo, DECLINED, standingOf } from './always-no.ts'
import { agree, callOf, OK, plain, statusOf } from './cast.ts'
import { mapKeep } from './map-keep.ts'

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

  test('of a later run, told and then ended by a host, it does not say that it ended it', async () => {
    const { meeting, anna, ben, turnOn } = await benAlwaysSaysNo()
    await turnOn('one-no')
    expect(statusOf(ben, 'one-no')?.stood).toBe(true)
    await turnOn('one-no')
    expect(statusOf(ben, 'one-no')).toMatchObject({ told: true, stood: false })
    await anna.disable('one-no')
    await meeting.settle()
    expect(statusOf(ben, 'one-no')).toMatchObject({ standing: 'off', stood: false })
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

  test('whose yes to a run has expired is asked by the page that heard it, and answered for by the next', async () => {
    const { meeting, ben, answers, turnOn, keep, wire } = await benAlwaysSaysNo()
    await turnOn()
    await agree(ben, 'plain')
    const up = wire.down()
    await meeting.advance(80_000)
    up()
    await meeting.advance(6_000)
    expect(standingOf(ben)).toBe('question')
    ben.dispose()
    await meeting.join('ben', { standing: keep.tab() })
    const said = [...DECLINED, 'consent.accepted button plain', 'consent.expired  plain', ...DECLINED]
    expect(await answers()).toEqual(said)
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
