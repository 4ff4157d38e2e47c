import { selectUnknown, viewFeature } from '@askfirst/core'
import { createEnforcement, type Enforced, feedEnforcement } from '@askfirst/core/enforcement'
import { createMeeting, failingLedger } from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import { memoryLedger } from '../src/authority/memory-ledger.ts'
import { defineFeature } from '../src/model/feature.ts'
import { leaveMeOut } from '../src/model/policy.ts'
import { microphone, seen } from './uplink-stage.ts'

// A control of the SDK that does not do what it is told when it is to close: nobody is told that it is off, and nobody's
// microphone is given back, before it is closed. Found by a review: what enforcers had to confirm ended with the run.

const summary = defineFeature({
  id: 'summary',
  revision: 1,
  policy: { ...leaveMeOut, disclosure: 'counts' },
  asks: { summarise: { purpose: 'summarise', data: ['audio'], required: true } },
  processors: [{ name: 'Acme' }],
  retention: { days: 1 },
})

/** Anna, who hosts, and Ben are heard; Cem said no, and Dora hosts too and said nothing. */
async function heard() {
  const ledger = failingLedger(memoryLedger())
  const meeting = await createMeeting({ features: [summary], ledger })
  const mic = microphone()
  const anna = await meeting.join('anna', { role: 'host' })
  const ben = await meeting.join('ben', { uplink: mic.uplink })
  const cem = await meeting.join('cem')
  const dora = await meeting.join('dora', { role: 'host' })
  const hears = new Set<string>()
  let vendor: 'works' | 'throws' | 'hangs' = 'works'
  const works = async () => {
    const gate = await meeting.worker()
    const enforcement = createEnforcement({
      clock: meeting.clock,
      report: gate.report,
      enforcers: [
        {
          point: 'vendor-feature',
          granularity: 'participant',
          async apply({ allow, epoch, feature, term }): Promise<Enforced> {
            if (vendor === 'throws') throw new Error('vendor 500')
            if (vendor === 'hangs') await new Promise(() => {})
            hears.clear()
            for (const { asks, participant } of allow) if (asks.length > 0) hears.add(participant)
            return { feature, term, epoch, effective: 'enforced', uncovered: [] }
          },
        },
      ],
    })
    const undo = feedEnforcement(gate, enforcement)
    /** The process dies: the line and all that would close. */
    const dies = () => {
      undo()
      gate.close()
    }
    return { gate, dies }
  }
  const worker = await works()
  await anna.enable('summary', { answer: 'accept' })
  for (const client of [ben, cem]) await client.show('summary', seen)
  await ben.accept('summary')
  await cem.decline('summary')
  await meeting.advance(2_000)
  expect([...hears]).toEqual(['anna', 'ben'])
  const status = (client: typeof anna) => viewFeature(client.store.getState(), 'summary')
  return {
    ...{ ledger, meeting, mic, anna, ben, cem, dora, hears, worker, works, status },
    standings: () => [anna, ben, cem, dora].map((client) => status(client)?.standing),
    becomes: (now: typeof vendor) => {
      vendor = now
    },
    last: async (count: number) => (await meeting.events()).slice(-count).map(({ type }) => type),
  }
}
type Heard = Awaited<ReturnType<typeof heard>>

const UNCLOSED = ['stopping', 'stopping', 'off', 'off']
const ENDS: Readonly<Record<string, (call: Heard) => Promise<unknown>>> = {
  'somebody takes their yes back': ({ ben }) => ben.withdraw('summary'),
  'somebody leaves': ({ ben }) => ben.leave(),
  'a host turns it off': ({ anna }) => anna.disable('summary'),
}

describe.each(['throws', 'hangs'] as const)('a control that %s as it has to close', (fault) => {
  test.each(Object.entries(ENDS))('is not told to be off where %s', async (_, ends) => {
    const call = await heard()
    call.becomes(fault)
    await ends(call)
    await call.meeting.advance(20_000)
    expect([...call.hears]).toEqual(['anna', 'ben'])
    expect(call.status(call.anna)?.phase).toBe('off')
    expect(call.standings()).toEqual(UNCLOSED)
    expect(call.status(call.anna)?.reason).toBe('not-enforced')
    // Hosts are told that the control has failed, also those who were not heard; nobody else who was not is.
    expect([call.dora, call.cem].map((client) => call.status(client)?.reason)).toEqual([
      'not-enforced',
      'feature-off',
    ])
    call.becomes('works')
    await call.meeting.advance(5_000)
    expect([...call.hears]).toEqual([])
    expect(call.standings()).toEqual(['off', 'off', 'off', 'off'])
    expect(call.status(call.dora)?.reason).toBe('feature-off')
  })

  test('keeps the uplink of who said no muted until it is closed', async () => {
    const call = await heard()
    call.becomes(fault)
    await call.ben.withdraw('summary')
    await call.meeting.advance(60_000)
    expect(call.mic.log).toEqual(['mute'])
    expect(call.ben.store.getState().uplink).toBe('muted')
    call.becomes('works')
    await call.meeting.advance(5_000)
    expect(call.mic.log).toEqual(['mute', 'give back'])
  })

  test('ends the next run too, in which it opens nothing before it has closed', async () => {
    const call = await heard()
    call.becomes(fault)
    await call.anna.disable('summary')
    await call.meeting.advance(500)
    expect(await call.anna.enable('summary', { answer: 'accept' })).toMatchObject({ ok: true })
    await call.meeting.advance(10_000)
    expect(await call.last(2)).toEqual(['enforcement.failed', 'feature.disabled'])
    expect(call.standings()).toEqual(UNCLOSED)
    call.becomes('works')
    await call.meeting.advance(5_000)
    expect([...call.hears]).toEqual([])
    expect(call.standings()).toEqual(['off', 'off', 'off', 'off'])
  })

  test('is waited for by the next authority as well', async () => {
    const call = await heard()
    call.becomes(fault)
    await call.anna.disable('summary')
    await call.meeting.advance(5_000)
    await call.meeting.kill()
    await call.meeting.start()
    await call.meeting.advance(10_000)
    expect(call.standings()).toEqual(UNCLOSED)
    expect(call.status(call.ben)?.reason).toBe('not-enforced')
    call.becomes('works')
    await call.meeting.advance(5_000)
    expect(call.standings()).toEqual(['off', 'off', 'off', 'off'])
  })

  test('says so to nobody whose own end was confirmed before', async () => {
    const call = await heard()
    await call.ben.withdraw('summary')
    await call.meeting.settle()
    await call.meeting.advance(2_000)
    call.becomes(fault)
    await call.anna.disable('summary')
    await call.meeting.advance(10_000)
    expect(call.standings()).toEqual(['stopping', 'off', 'off', 'off'])
    expect(call.mic.log).toEqual([])
  })
})

test('a page that cannot name the feature says that somebody may be captured, until it is closed', async () => {
  const call = await heard()
  const other = defineFeature({ ...summary, id: 'other' })
  const stale = await call.meeting.join('ben', { features: [other] })
  call.becomes('throws')
  await call.anna.disable('summary')
  await call.meeting.advance(5_000)
  expect(selectUnknown(stale.store.getState())).toBe('included')
  call.becomes('works')
  await call.meeting.advance(5_000)
  expect(selectUnknown(stale.store.getState())).toBe('off')
})

describe('a failure to close', () => {
  test('is written once, however often it is tried', async () => {
    const call = await heard()
    call.becomes('throws')
    await call.anna.disable('summary')
    await call.meeting.advance(30_000)
    const { length } = await call.meeting.events()
    await call.meeting.advance(120_000)
    expect(await call.meeting.events()).toHaveLength(length)
    expect(await call.last(1)).toEqual(['enforcement.failed'])
  })

  test('is told to hosts as it is no more, and that it was silent too long', async () => {
    const call = await heard()
    call.worker.dies()
    await call.anna.disable('summary')
    await call.meeting.advance(2_000)
    expect(call.status(call.dora)?.reason).toBe('feature-off')
    await call.meeting.advance(2_000)
    expect(await call.last(1)).toEqual(['enforcement.overdue'])
    expect(call.status(call.dora)?.reason).toBe('not-enforced')
  })
})

describe('a worker that is gone as its run ends', () => {
  test('is waited for while it may be back, and not for ever', async () => {
    const call = await heard()
    call.worker.dies()
    await call.ben.withdraw('summary')
    await call.anna.disable('summary')
    await call.meeting.advance(55_000)
    expect(call.standings()).toEqual(UNCLOSED)
    expect(call.mic.log).toEqual(['mute'])
    await call.meeting.advance(15_000)
    expect(call.standings()).toEqual(['off', 'off', 'off', 'off'])
    expect(call.mic.log).toEqual(['mute', 'give back'])
  })

  test('has closed it once it is back and says so', async () => {
    const call = await heard()
    call.worker.dies()
    await call.anna.disable('summary')
    await call.meeting.advance(10_000)
    expect([...call.hears]).toEqual(['anna', 'ben'])
    await call.works()
    await call.meeting.advance(2_000)
    expect([...call.hears]).toEqual([])
    expect(call.standings()).toEqual(['off', 'off', 'off', 'off'])
  })

  test('closes no run of others while it is waited for', async () => {
    const call = await heard()
    call.worker.dies()
    await call.anna.disable('summary')
    await call.meeting.advance(1_000)
    await call.anna.enable('summary', { answer: 'accept' })
    await call.meeting.advance(90_000)
    expect(call.status(call.anna)).toMatchObject({ phase: 'on', standing: 'included' })
    expect(await call.last(2)).toEqual(['enforcement.overdue', 'enforcement.overdue'])
  })

  test('is waited for however long where it has said that it could not close', async () => {
    const call = await heard()
    call.becomes('throws')
    await call.ben.withdraw('summary')
    await call.meeting.advance(5_000)
    call.worker.dies()
    await call.meeting.advance(150_000)
    expect(call.status(call.ben)?.standing).toBe('stopping')
    expect(call.mic.log).toEqual(['mute'])
  })
})

test('a word of an older list, that comes as the end is being written, is none of the end', async () => {
  const call = await heard()
  const [list] = call.worker.gate.lists()
  call.worker.dies()
  const gate = await call.meeting.worker()
  const works = call.ledger.fail()
  void call.anna.disable('summary')
  await call.meeting.settle()
  const { term = 0, epoch = 0 } = list ?? {}
  gate.report({ feature: 'summary', term, epoch, outcome: 'confirmed', uncovered: [] })
  await call.meeting.settle()
  works()
  await call.meeting.advance(2_000)
  expect(await call.last(1)).toEqual(['feature.disabled'])
  expect(call.standings()).toEqual(UNCLOSED)
})

test('a run that nobody has reported of, or that heard nobody, is off at once', async () => {
  const meeting = await createMeeting({ features: [summary] })
  const anna = await meeting.join('anna', { role: 'host' })
  const standing = () => viewFeature(anna.store.getState(), 'summary')?.standing
  await anna.enable('summary', { answer: 'accept' })
  await anna.disable('summary')
  await meeting.settle()
  expect(standing()).toBe('off')
  const gate = await meeting.worker()
  await anna.enable('summary', { answer: 'decline' })
  await meeting.settle()
  const [list] = gate.lists()
  const { term = 0, epoch = 0 } = list ?? {}
  gate.report({ feature: 'summary', term, epoch, outcome: 'confirmed', uncovered: [] })
  await meeting.settle()
  await anna.disable('summary')
  await meeting.settle()
  expect(standing()).toBe('off')
})
