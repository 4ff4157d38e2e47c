import { type PostgresServer, startPostgres } from 'own-postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { postgresLedger } from '../src/ledger/postgres-ledger.ts'
import { eventually, FEATURES, joined, MEETING, turnOn, useServer } from './running-server.ts'

// PostgreSQL keeps no text with NUL in it: an append that has one fails, and a close that is tried again with each
// append would make all of them fail.

let postgres: PostgresServer
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.stop())
const start = useServer()

it('a name that the ledger has for what is nobody is put out by nobody, and given no role', async () => {
  const { person, server } = await start()
  const ada = person('ada', 'host')
  await joined(ada)
  const malformed = { rejection: { code: 'malformed' } }
  for (const name of ['authority', 'gate:w1', 'erased:x']) {
    expect(await server.removeParticipant(MEETING, name)).toMatchObject(malformed)
    expect(await server.changeRole(MEETING, name, 'host')).toMatchObject(malformed)
  }
  // What runs in a call has any name, and is shown.
  expect(await server.reportRoster(MEETING, [{ participant: 'gate:w1' }, { participant: 'ada' }])).toEqual({
    ok: true,
  })
  expect(await server.removeParticipant(MEETING, 'authority-of-ada')).toMatchObject({
    rejection: { code: 'unknown-participant' },
  })
})

it('a name that no ledger keeps holds up nobody’s no, and is a malformed command', async () => {
  const ledger = await postgresLedger(postgres.newUrl())
  const { person, server, socket } = await start({ ledger })
  const [ada, bob] = [person('ada', 'host'), person('bob')]
  await joined(ada, bob)
  await turnOn(ada)
  const worker = await socket()
  worker.hello(await server.mintGateToken({ meeting: MEETING, worker: 'w1', features: FEATURES }))
  await eventually(() => expect(worker.heard('gates')).toHaveLength(1))
  const [list] = (worker.heard('gates')[0]?.lists ?? []) as { term: number; epoch: number }[]
  const of = { feature: 'meeting-summary', term: list?.term, epoch: list?.epoch }
  const uncovered = ['bob', 'x\u0000']
  worker.command({ id: '1', type: 'enforcement.report', ...of, outcome: 'failed', uncovered })
  const participants = [{ participant: 'ada' }, { participant: 'x\u0000' }]
  worker.command({ id: '2', type: 'roster.report', participants })
  expect(await bob.decline('captions')).toEqual({ ok: true })
  expect(await ada.withdraw('meeting-summary')).toEqual({ ok: true })
  for (const id of ['1', '2']) {
    await eventually(() => expect(worker.replyTo(id)).toMatchObject({ rejection: { code: 'malformed' } }))
  }
  expect(await server.reportRoster(MEETING, participants)).toMatchObject({ rejection: { code: 'malformed' } })
  expect(await server.removeParticipant(MEETING, 'x\ud800')).toMatchObject({
    rejection: { code: 'malformed' },
  })
})
