import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sqliteLedger } from '../src/index.ts'
import { summary } from './features.ts'
import { eventually, noticeOf, useServer } from './running-server.ts'

const MEETINGS = 12
const CROWD = 6

const start = useServer()
const directory = mkdtempSync(join(tmpdir(), 'askfirst-hosts-'))
process.on('exit', () => rmSync(directory, { recursive: true, force: true }))

it('of meetings in which something is turned on in one instant all hosts hear of it before any crowd', async () => {
  const { server, socket } = await start({ ledger: sqliteLedger(join(directory, 'ledger.db')) })
  const come = async (meeting: string, participant: string, role: 'host' | 'attendee') => {
    const one = await socket()
    one.hello(await server.mintToken({ meeting, participant, role }))
    await eventually(() => expect(one.heard('snapshot')).toHaveLength(1))
    one.command({ id: 'join', type: 'participant.join', place: 'call' })
    await eventually(() => expect(one.replyTo('join')).toEqual({ ok: true }))
    return one
  }
  const names = Array.from({ length: MEETINGS }, (_, at) => `meeting-${at}`)
  const calls = await Promise.all(
    names.map(async (meeting) => ({
      host: await come(meeting, 'anna', 'host'),
      crowd: await Promise.all(
        Array.from({ length: CROWD }, (_, at) => come(meeting, `guest-${at}`, 'attendee')),
      ),
    })),
  )
  // What they are told of each other is over.
  await new Promise((resolve) => setTimeout(resolve, 300))
  const notice = await noticeOf(summary)
  const asked: ('host' | 'crowd')[] = []
  for (const { host, crowd } of calls) {
    for (const one of [host, ...crowd]) {
      one.hears('"activation":{', () => asked.push(one === host ? 'host' : 'crowd'))
    }
  }
  for (const { host } of calls) {
    const run = { feature: summary.id, activation: 'run-1', notice, method: 'button' }
    host.command({ id: 'on', type: 'feature.enable', ...run, decision: { answer: 'decline', seen: 0 } })
  }
  await eventually(() => expect(asked).toHaveLength(MEETINGS * (1 + CROWD)))
  expect(asked.indexOf('crowd')).toBe(MEETINGS)
})
