import { expect, it } from 'vitest'
import { summary } from './features.ts'
import { eventually, MEETING, noticeOf, useServer } from './running-server.ts'

// What is said to many is written and encoded once.

const start = useServer()

it('each of many who are told the same hears it letter for letter, and whoever is told another hears that', async () => {
  const { server, socket, mint } = await start()
  const come = async (token: string) => {
    const one = await socket()
    one.hello(token)
    await eventually(() => expect(one.heard('snapshot')).toHaveLength(1))
    one.command({ id: '1', type: 'participant.join', place: 'call' })
    await eventually(() => expect(one.replyTo('1')).toEqual({ ok: true }))
    return one
  }
  const name = 'Zoë 漢字 🙂'
  const host = await come(
    await server.mintToken({
      meeting: MEETING,
      participant: 'zoe',
      role: 'host',
      name,
      expiresInSeconds: 60,
    }),
  )
  const people = [
    await come(await mint('bob', 'attendee')),
    await come(await mint('cy', 'attendee')),
    await come(await mint('dee', 'attendee')),
  ]
  const notice = await noticeOf(summary)
  const decision = { answer: 'decline', seen: 0 }
  const run = { feature: summary.id, activation: 'run-1', notice, decision, method: 'button' }
  host.command({ id: '2', type: 'feature.enable', ...run })
  await eventually(() => expect(host.replyTo('2')).toEqual({ ok: true }))
  const told = (one: (typeof people)[number]) =>
    one
      .heard('update')
      .map(({ change }) => change as { features?: Record<string, { activation?: { name?: string } }> })
      .flatMap(({ features }) => features?.[summary.id]?.activation?.name ?? [])
  for (const one of people) await eventually(() => expect(told(one)).toEqual([name]))
  const [bob, cy] = people
  bob?.command({ id: '2', type: 'consent.decline', feature: summary.id, method: 'button' })
  await eventually(() => expect(bob?.replyTo('2')).toEqual({ ok: true }))
  const answers = (one: typeof bob) =>
    one
      ?.heard('update')
      .map(({ change }) => change as { features?: Record<string, { answer?: { state?: string } }> })
      .flatMap(({ features }) => features?.[summary.id]?.answer?.state ?? [])
  await eventually(() => expect(answers(bob)?.at(-1)).toBe('declined'))
  expect(answers(cy)).not.toContain('declined')
  // As long as what was said last, and not the same.
  for (const nonce of ['1', '2', '3']) {
    bob?.say({ type: 'renew', nonce })
    await eventually(() => expect(bob?.heard('renewed').at(-1)).toMatchObject({ nonce }))
  }
})
