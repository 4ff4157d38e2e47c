import '@testing-library/jest-dom/vitest'
import {
  acceptOrLeave,
  defineFeature,
  type FeatureOptions,
  leaveMeOut,
  type NoticeHashes,
  type Policy,
} from '@askfirst/core'
import type { Ledger } from '@askfirst/core/authority'
import { createEnforcement, feedEnforcement } from '@askfirst/core/enforcement'
import { createMeeting, type JoinOptions, memoryEnforcer } from '@askfirst/testing'
import { act, render } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import axe from 'axe-core'
import { type ReactNode, StrictMode } from 'react'
import { vi } from 'vitest'
// Loaded ahead, so that opening a dialog takes no time that a test would have to wait for.
import '../src/dialogs.ts'
import { ConsentProvider, type ConsentProviderProps } from '../src/context.tsx'
import { seam } from '../src/seam.ts'

/** What the browser would know: whether the page's elements are seen, and whether presses are a person's. */
export const browser = { isSeen: true, isPerson: true }

export const summary = defineFeature({
  id: 'meeting-summary',
  revision: 1,
  policy: leaveMeOut,
  asks: {
    summarise: { purpose: 'summarise', data: ['audio', 'chat'], required: true },
    improve: { purpose: 'train-models', data: ['transcript'] },
  },
  processors: [{ name: 'Acme AI', model: 'acme-large-3', region: 'EU' }],
  retention: { days: 30 },
})
export const captions = defineFeature({
  id: 'captions',
  revision: 1,
  policy: leaveMeOut,
  asks: { caption: { purpose: 'caption', data: ['audio'], required: true } },
  processors: [{ name: 'Bolt', region: 'EU' }],
  retention: { days: 0 },
})
const BOTH: readonly FeatureOptions[] = [summary, captions]
export const withPolicy = (policy: Partial<Policy>): FeatureOptions => ({
  ...summary,
  policy: { ...leaveMeOut, ...policy },
})
/** Everybody may have a run of their own. */
export const notes = defineFeature({
  id: 'notes',
  revision: 1,
  policy: { ...leaveMeOut, turnOn: 'anyone' },
  asks: { note: { purpose: 'take-notes', data: ['audio'], required: true } },
  processors: [{ name: 'Acme AI', region: 'EU' }],
  retention: { days: 0 },
})
export const orLeave: FeatureOptions = { ...summary, policy: acceptOrLeave }

export interface PageOptions extends Omit<ConsentProviderProps, 'client' | 'children'> {
  readonly features?: readonly FeatureOptions[]
  /** Who looks at the page. @default an attendee */
  readonly as?: JoinOptions
  /** Others in the call beside the host. @default Cy */
  readonly others?: readonly string[]
  /** Whether the app has said who is in the call. @default false */
  readonly isRostered?: boolean
  /** @default a memory ledger */
  readonly ledger?: Ledger
  /** Registered texts. @default the declaration is the text */
  readonly notices?: NoticeHashes
}

/** A page of one participant of a real meeting in memory, with a chat field in it. */
export async function openPage(ui: ReactNode, options: PageOptions = {}) {
  const { features = BOTH, as = {}, others = ['Cy'], isRostered, ledger, notices, ...provider } = options
  vi.useRealTimers()
  const meeting = await createMeeting({ features, ...(ledger && { ledger }), ...(notices && { notices }) })
  const host = await meeting.join('Ana', { role: 'host' })
  for (const other of others) await meeting.join(other)
  const client = await meeting.join('Bo', { indicator: false, ...as })
  if (isRostered === true) await meeting.app().reportRoster(['Ana', ...others, 'Bo'])
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'],
  })
  // The name under which Testing Library looks for a clock that is not the machine's.
  vi.stubGlobal('jest', { advanceTimersByTime: (ms: number) => vi.advanceTimersByTime(ms) })
  Object.assign(seam, { isTrusted: () => browser.isPerson, isInSight: () => browser.isSeen })
  const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime.bind(vi) })
  const view = render(
    <StrictMode>
      <ConsentProvider client={client} {...provider}>
        <main>
          <h1>Call</h1>
          <label>
            Chat <input />
          </label>
          <button type="button">Mute</button>
          {ui}
        </main>
      </ConsentProvider>
    </StrictMode>,
  )
  /** Goes on in time, a tenth of a second at a time so that React sees it pass, and settles. */
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left >= 0; left -= 100) {
      await act(async () => {
        await vi.advanceTimersByTimeAsync(Math.min(left, 100))
      })
    }
    for (let turn = 0; turn < 4; turn += 1) {
      await act(async () => {
        await new Promise((resolve) => setImmediate(resolve))
        await vi.advanceTimersByTimeAsync(0)
      })
    }
  }
  await pass(0)
  /** Lets something that takes a few turns of its own end. */
  async function during<Result>(running: Promise<Result>): Promise<Result> {
    let isOver = false
    const ended = running.finally(() => {
      isOver = true
    })
    await pass(200)
    while (!isOver) await pass(20)
    return ended
  }
  return {
    meeting,
    host,
    client,
    user,
    view,
    pass,
    async turnOn(feature = 'meeting-summary', answer: 'accept' | 'decline' = 'accept') {
      await act(async () => void host.enable(feature, { answer }))
      await pass(0)
    },
    async turnOff(feature = 'meeting-summary') {
      await act(async () => void host.disable(feature))
      await pass(0)
    },
    /** Lets meeting time go on, for what the authority does by its own clock. */
    async advance(ms: number) {
      // A second at a time, so that leases are renewed on the way.
      for (let left = ms; left > 0; left -= 1_000) {
        await act(async () => meeting.clock.advance(Math.min(left, 1_000)))
        await pass(0)
      }
    },
    during,
    /** A worker comes that holds people back as it is told, and says so; gives what it holds them back with. */
    async enforce() {
      const worker = await during(meeting.worker())
      const enforcer = memoryEnforcer()
      const { clock } = meeting
      feedEnforcement(worker, createEnforcement({ enforcers: [enforcer], clock, report: worker.report }))
      return enforcer
    },
    /** What Bo did, as the ledger tells it. */
    async deeds(): Promise<string[]> {
      const events = await meeting.events()
      return events
        .filter((event) => 'participant' in event && event.participant === 'Bo')
        .map(({ type }) => type)
        .filter((type) => !type.startsWith('indicator.') && type !== 'participant.joined')
    },
  }
}

/** Rules of axe that are broken, colours aside: jsdom paints nothing. */
export async function findViolations(element: Element = document.body): Promise<string[]> {
  vi.useRealTimers()
  const { violations } = await axe.run(element, { rules: { 'color-contrast': { enabled: false } } })
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}
