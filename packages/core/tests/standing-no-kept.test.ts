import { describe, expect, test } from 'vitest'
import { benAlwaysSaysNo, DECLINED, standingOf } from './always-no.ts'
import { statusOf } from './cast.ts'
import { mapKeep } from './map-keep.ts'
import { tap } from './wire.ts'

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
