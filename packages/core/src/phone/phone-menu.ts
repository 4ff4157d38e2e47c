import type { ConsentClient } from '../client/consent-client.ts'
import { type FeatureStatus, type Standing, viewFeature, viewFeatures } from '../client/view.ts'
import { systemClock } from '../defaults/clock.ts'
import type { Clock, Undo } from '../ports.ts'
import { type PhoneAnnouncement, TOLD_AS, toAnnouncement } from './phone-announcement.ts'
import { sendAnswer } from './phone-answer.ts'

// takes: a phone's client, and the keys that were pressed · gives: what is to be spoken, and the answers
// never: takes a key for an answer to what was not begun to be spoken, or a yes before it was spoken wholly

/** The phone's client, the voice, and how long a question waits. */
export interface PhoneMenuOptions {
  /** Made with a token of kind `phone` that names this bridge. */
  readonly client: ConsentClient
  /**
   * Speaks into this phone alone, and resolves once it was spoken wholly; rejects where it was not. Stops
   * speaking when the signal says so.
   */
  say(announcement: PhoneAnnouncement, signal: AbortSignal): Promise<void>
  /** BCP 47, of what is spoken. @default 'en' */
  readonly lang?: string
  /** How long a question waits for a key before the next thing is spoken. @default 10_000 */
  readonly answerMs?: number
  /** @default the machine's */
  readonly clock?: Clock
}

/** Asks one phone by voice. */
export interface PhoneMenu {
  /** A key that was pressed on the phone: 1 yes, 2 no, * and then 6 to change any answer. */
  press(key: string): void
  /** The phone has hung up, or is asked otherwise: silent, and not captured. */
  dispose(): void
}

interface Saying {
  readonly announcement: PhoneAnnouncement
  readonly abort: AbortController
  /** What of the run was spoken, once it is: asked again, or changed, it is to be spoken again. */
  readonly of: string
  state: 'speaking' | 'spoken' | 'waited'
  /** Pressed 1 while it was being spoken. */
  isYes: boolean
}

/** Asks a phone about everything that is on, one question after the other, and takes its keys for answers. */
export function createPhoneMenu(options: PhoneMenuOptions): PhoneMenu {
  const { client, say, lang = 'en', answerMs = 10_000, clock = systemClock } = options
  /** By feature id, what of its run this phone has been told wholly. */
  const told = new Map<string, string>()
  /** Features to be asked about again, whatever was answered. */
  const changing = new Set<string>()
  const confirmations: PhoneAnnouncement[] = []
  let saying: Saying | undefined
  let undoWait: Undo = () => {}
  let undoIndicator: Undo | undefined
  let lastKey = ''
  let isDisposed = false

  const statusOf = (id: string) => viewFeature(client.store.getState(), id)
  const runOf = ({ activation, id }: FeatureStatus): string => {
    const seen = client.store.getState().view?.features[id]
    return JSON.stringify([activation?.id, seen?.hash, seen?.askedAgain])
  }
  const isTold = (status: FeatureStatus): boolean => told.get(status.id) === runOf(status)

  /** Nothing of this phone is taken while it has not been told of all that would take it. */
  function indicate(statuses: readonly FeatureStatus[]): void {
    const on = statuses.filter(({ phase }) => phase !== 'off')
    const isSurprise = on.some((status) => !isTold(status) && !TAKES_NOTHING.includes(status.standing))
    if (on.some(isTold) && !isSurprise) undoIndicator ??= client.attachIndicator()
    else {
      undoIndicator?.()
      undoIndicator = undefined
    }
  }

  function pick(statuses: readonly FeatureStatus[]): PhoneAnnouncement | undefined {
    const confirmation = confirmations.shift()
    if (confirmation !== undefined) return confirmation
    for (const status of statuses) {
      if (status.phase === 'off' && told.delete(status.id)) return toAnnouncement('off', status)
      // What is on is not what could be spoken here.
      const known = status.outdated ? undefined : TOLD_AS[status.standing]
      const key = known !== undefined && changing.has(status.id) ? 'question' : known
      if (key !== undefined && !isTold(status)) return toAnnouncement(key, status)
    }
    return undefined
  }

  function step(): void {
    const state = client.store.getState()
    const statuses = viewFeatures(state)
    if (isDisposed) return
    indicate(statuses)
    if (state.connection !== 'live') return
    if (saying !== undefined) {
      const { announcement, of } = saying
      const status = statusOf(announcement.status.id)
      const isVoid = announcement.key === 'question' && (status === undefined || runOf(status) !== of)
      if (isVoid) stop()
      else if (saying.state !== 'waited') return
    }
    const announcement = pick(statuses)
    if (announcement !== undefined) begin(announcement)
  }

  function stop(): void {
    undoWait()
    saying?.abort.abort()
    saying = undefined
  }

  function begin(announcement: PhoneAnnouncement): void {
    stop()
    const abort = new AbortController()
    const of = runOf(announcement.status)
    const mine: Saying = { announcement, abort, of, state: 'speaking', isYes: false }
    saying = mine
    const from = clock.monotonic()
    say(announcement, abort.signal).then(
      () => void finish(mine, clock.monotonic() - from),
      // Said again with the next change, or when asked for: a voice that fails must not be tried in a loop.
      () => saying === mine && stop(),
    )
  }

  async function finish(mine: Saying, spokenMs: number): Promise<void> {
    if (saying !== mine) return
    const { key, status } = mine.announcement
    if (key === 'question') {
      const reply = await client.show(status.id, { visibleMs: spokenMs, lang })
      if (saying !== mine) return
      if (!reply.ok) return stop()
    }
    if (key === 'question' || key === 'agreed' || key === 'left-out') {
      told.set(status.id, mine.of)
      changing.delete(status.id)
    }
    if (mine.isYes) return answer(mine, 'yes')
    mine.state = key === 'question' ? 'spoken' : 'waited'
    if (key === 'question') {
      undoWait = clock.after(answerMs, () => {
        mine.state = 'waited'
        step()
      })
    }
    step()
  }

  function answer({ announcement }: Saying, word: 'yes' | 'no'): void {
    stop()
    const { id } = announcement.status
    const status = statusOf(id)
    if (status === undefined) return
    // What was said before it was spoken wholly counts too, and it is not spoken again.
    told.set(id, runOf(status))
    changing.delete(id)
    void sendAnswer(client, announcement, word, lang).then((outcome) => {
      if (!outcome.ok) told.delete(id)
      const key = outcome.ok ? (word === 'yes' ? 'accepted' : 'refused') : 'not-recorded'
      confirmations.push(toAnnouncement(key, statusOf(id) ?? status))
      step()
    })
    step()
  }

  function change(): void {
    for (const { id, standing } of viewFeatures(client.store.getState())) {
      if (TOLD_AS[standing] === undefined) continue
      changing.add(id)
      told.delete(id)
    }
    stop()
    step()
  }

  const undoStore = client.store.subscribe(step)
  step()
  return {
    press(key) {
      const isChange = lastKey === '*' && key === '6'
      lastKey = key
      if (isChange) return change()
      if (saying?.announcement.key !== 'question') return
      if (key === '2') answer(saying, 'no')
      else if (key === '1' && saying.state !== 'speaking') answer(saying, 'yes')
      else if (key === '1') saying.isYes = true
    },
    dispose() {
      isDisposed = true
      undoStore()
      stop()
      undoIndicator?.()
    },
  }
}

/** Of whom nothing is taken, told or not. */
const TAKES_NOTHING: readonly Standing[] = ['question', 'later', 'left-out', 'outdated', 'not-asked']
