// #region server
import { randomBytes } from 'node:crypto'
import { memoryLedger } from '@askfirst/core/authority'
import { createConsentServer } from '@askfirst/server'
import { summary } from './features.ts'

const features = [summary]
export const ledger = memoryLedger()
export const consent = createConsentServer({ features, ledger, keys: { secret: randomBytes(32) } })

// #endregion

// #region state
import type { MeetingEvent } from '@askfirst/core/authority'
import type { FairState } from '@askfirst/testing/fair'

/** What each event of a person says that they have answered. */
const ANSWERS: Partial<Record<MeetingEvent['type'], FairState['answer']>> = {
  'consent.accepted': 'accepted',
  'consent.declined': 'refused',
  'consent.withdrawn': 'refused',
}

async function readState(meeting: string, participant: string): Promise<FairState> {
  const events = await ledger.read(meeting)
  const own = events.filter((event) => 'participant' in event && event.participant === participant)
  const answers = own.flatMap(({ type }) => ANSWERS[type] ?? [])
  return {
    answer: answers.at(-1) ?? 'none',
    captured: consent.permits(meeting, participant, 'meeting-summary', 'summarise'),
  }
}

// #endregion

// #region acting
import { type ConsentClient, createConsentClient } from '@askfirst/core'
import { expectFairNotice } from '@askfirst/testing/fair'
import type { Page } from 'playwright-core'

/** Ben is at the page and Ana hosts, in another meeting each time: a no lasts for the whole of one. */
export async function expectFairCall(page: Page, address: string) {
  let meeting = ''
  let ana: ConsentClient | undefined
  const { rows } = await expectFairNotice(page, {
    acting: {
      async start() {
        ana?.dispose()
        meeting = `fair-${randomBytes(8).toString('hex')}`
        await page.goto(`${address}/?meeting=${meeting}&name=Ben`)
      },
      async ask() {
        const token = await consent.mintToken({ meeting, participant: 'Ana', name: 'Ana', role: 'host' })
        const host = createConsentClient({ url: `${address}/consent`, token, features })
        host.attachIndicator()
        ana = host
        await new Promise<void>((resolve) => {
          host.store.subscribe(({ connection }) => connection === 'live' && resolve())
        })
        await host.enable('meeting-summary', { answer: 'accept' })
      },
      state: () => readState(meeting, 'Ben'),
    },
  })
  return rows.flatMap(({ row, outcome, why }) => (outcome === 'unchecked' ? [`${row}: ${why}`] : []))
}
// #endregion
