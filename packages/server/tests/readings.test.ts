import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sha256 } from '@askfirst/core'
import { createCatalogue, type MeetingEvent } from '@askfirst/core/authority'
import { verifyMeeting } from '@askfirst/core/evidence'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { sqliteLedger } from '../src/ledger/sqlite-ledger.ts'
import { createReadings } from '../src/readings.ts'
import { takeLink, visit } from './link-stage.ts'
import { FEATURES, MEETING, type RunningOptions } from './running-server.ts'
import { useSealedMeeting } from './sealed-meeting.ts'

const open = useSealedMeeting()
const AT = 'http://consent.example/consent/'

/** A server that people ask for what is theirs, and how often it read the meeting for that. */
async function meeting(options: RunningOptions = {}) {
  const running = await open(options)
  const { ledger, mint, server } = running
  const read = vi.spyOn(ledger, 'evidence')
  onTestFinished(() => read.mockRestore())
  const keeper = await server.mintKeeperToken({ meeting: MEETING, keeper: 'k1' })
  const ask = async (path: string, token: string) => {
    const { status } = await server.fetch(
      new Request(AT + path, { headers: { authorization: `Bearer ${token}` } }),
    )
    return status
  }
  return {
    ...running,
    receipt: async (who: string) => ask('receipt', await mint(who, 'attendee')),
    record: (who: string) => ask(`meetings/${MEETING}/participants/${who}/record`, keeper),
    reads: () => read.mock.calls.length,
  }
}

/** Events of somebody who comes and goes, after those that there are. */
const more = (after: number, count: number): readonly MeetingEvent[] =>
  Array.from({ length: count }, (_, at) => ({
    type: 'participant.left',
    participant: 'zoe',
    connection: 'tab-9',
    number: after + at + 1,
    at: 1_795_000_000_000 + at,
    by: 'zoe',
    command: `leave-${after + at}`,
  }))

/** How often the loop went on while something was done. */
async function turnsDuring(act: () => Promise<unknown>): Promise<number> {
  let turns = 0
  let next: NodeJS.Immediate
  const count = (): void => {
    turns += 1
    next = setImmediate(count)
  }
  next = setImmediate(count)
  await act()
  clearImmediate(next)
  return turns
}

function ledgerOf() {
  const directory = mkdtempSync(join(tmpdir(), 'askfirst-readings-'))
  const ledger = sqliteLedger(join(directory, 'ledger.db'))
  onTestFinished(async () => {
    await ledger.close()
    rmSync(directory, { recursive: true })
  })
  return ledger
}
const records = async () => ({ catalogue: await createCatalogue(FEATURES, sha256) })

describe('records, receipts and pages', () => {
  it('are made of one reading for everybody who asks while nothing is appended', async () => {
    const { receipt, record, server, mint, reads, bob } = await meeting()
    expect(await Promise.all([receipt('ada'), receipt('bob'), record('ada'), record('bob')])).toEqual([
      200, 200, 200, 200,
    ])
    const { body } = await takeLink(server, await mint('ada', 'attendee'))
    expect((await visit(server, body.link ?? '')).status).toBe(200)
    expect(reads()).toBe(1)
    await bob.withdraw('meeting-summary')
    expect(await Promise.all([receipt('ada'), receipt('bob'), record('bob')])).toEqual([200, 200, 200])
    expect(reads()).toBe(2)
  })

  it('let the loop go on while a long meeting is read, and after each who gets theirs', async () => {
    const { receipt, ledger, reads } = await meeting({ limits: { requestsPerSecond: 200 } })
    const { length } = await ledger.read(MEETING)
    await ledger.append(MEETING, length, more(length, 2_000))
    expect(await turnsDuring(() => receipt('ada'))).toBeGreaterThan(2_000 / 100)
    const many = Array.from({ length: 30 }, () => 'ada')
    expect(await turnsDuring(() => Promise.all(many.map(receipt)))).toBeGreaterThan(many.length)
    expect(reads()).toBe(1)
  })
})

describe('readings', () => {
  const ben = { use: 'link', hash: 'ben' } as const
  const zoe = { use: 'link', hash: 'zoe' } as const

  it('have no more of one holder wait than may, whatever others do, and go on after one that failed', async () => {
    const ledger = ledgerOf()
    await ledger.append(MEETING, 0, more(0, 3))
    let mayRead = (): void => {}
    const gone = new Promise<void>((resolve) => {
      mayRead = resolve
    })
    const readings = createReadings({
      ledger: {
        isCurrent: ledger.isCurrent,
        evidence: (one) => gone.then(() => ledger.evidence(one)),
      },
      records,
      mostWaiting: 2,
    })
    const failed = readings.use(ben, MEETING, () => {
      throw new RangeError('no page of it')
    })
    const second = readings.use(ben, MEETING, ({ events }) => events.length)
    expect(readings.use(ben, MEETING, () => 'never')).toBeUndefined()
    const other = readings.use(zoe, MEETING, ({ events }) => events.length)
    mayRead()
    await expect(failed).rejects.toThrow('no page of it')
    expect([await second, await other]).toEqual([3, 3])
    expect(await readings.use(ben, MEETING, () => 'again')).toBe('again')
  })

  it('are of now: what was appended, or purged, since the one before is not missed', async () => {
    const ledger = ledgerOf()
    const readings = createReadings({ ledger, records, mostWaiting: 1 })
    const size = () => readings.use(ben, MEETING, ({ events }) => events.length)
    expect(await size()).toBe(0)
    await ledger.append(MEETING, 0, more(0, 3))
    expect(await size()).toBe(3)
    await ledger.append(MEETING, 3, more(3, 1))
    expect(await size()).toBe(4)
    await ledger.purge({ before: Number.MAX_SAFE_INTEGER })
    expect(await size()).toBe(0)
  })
})

it('evidence that is read while a server writes is one moment of the meeting', async () => {
  const ledger = ledgerOf()
  let written = 0
  const write = async (): Promise<void> => {
    await ledger.append(MEETING, written, more(written, 1))
    written += 1
  }
  // More rows than are read in one go, checkpoints too.
  while (written < 300) await write()
  let isRead = false
  const reading = ledger.evidence(MEETING).finally(() => {
    isRead = true
  })
  while (!isRead) await write()
  const evidence = await reading
  expect(written).toBeGreaterThan(evidence.events.length)
  const found = await verifyMeeting(evidence, { keys: ledger.publicKeys })
  expect([found.outcome, found.findings]).toEqual(['holds', []])
})
