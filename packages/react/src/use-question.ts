import type { ConsentClient, FeatureStatus, Reply } from '@askfirst/core'
import { type MouseEvent, useEffect, useState } from 'react'
import { type PartOptions, useConsentClient, useConsentState, useText } from './context.tsx'
import { useOwnKind } from './features.ts'
import { type ArmedControls, type Press, useArmed } from './use-armed.ts'
import { describeNotice, type NoticeWords } from './words.ts'

/** How long a notice is continuously seen before it counts as shown. */
export const SHOWN_MS = 2_000

/** One question on screen, with what its controls do. */
export interface Question {
  readonly status: FeatureStatus
  readonly words: NoticeWords
  /** `waiting`: a yes was given and is sent once the notice counts as shown. */
  readonly progress: 'open' | 'waiting' | 'sending'
  readonly failure?: 'notSaved' | 'answeredElsewhere' | undefined
  /** Optional asks that were ticked. */
  readonly ticked: ReadonlySet<string>
  tick(ask: string, on: boolean): void
  readonly isArmed: boolean
  /** Goes on the element that has to be seen. */
  readonly watch: (element: HTMLElement | null) => void
  readonly onAccept: (event: MouseEvent<HTMLElement>) => void
  /** No: left out, or leaving where the policy means that. */
  readonly onRefuse: (event: MouseEvent<HTMLElement>) => void
  readonly onLater: (event: MouseEvent<HTMLElement>) => void
}

export interface QuestionOptions extends PartOptions {
  /** Undefined while there is nothing to ask. */
  readonly status: FeatureStatus | undefined
  /** How answers are recorded where it is not by their controls. */
  readonly method?: 'lobby' | undefined
  /** Whatever moves the controls: a change arms them anew. */
  readonly layout?: string
}

/** Puts one question: arms its controls, says that it was shown, and sends the answer. */
export function useQuestion(options: QuestionOptions): Question | undefined {
  const client = useConsentClient(options.client)
  const text = useText(options.text)
  const kind = useOwnKind(client)
  const { status, method } = options
  const key = status === undefined ? '' : toQuestionKey(status)
  const [element, watch] = useState<HTMLElement | null>(null)
  const [ticks, setTicks] = useState<{ key: string; asks: ReadonlySet<string> }>({ key, asks: NONE })
  const [wanted, setWanted] = useState<{ key: string; press: Press }>()
  const [failure, setFailure] = useState<{ key: string; why: 'notSaved' | 'answeredElsewhere' }>()
  const controls = useArmed(element, key, options.layout)
  const ticked = ticks.key === key ? ticks.asks : NONE
  useShown(client, status, controls, text.lang)

  const isWanted = wanted?.key === key && status !== undefined
  const mayAccept = isWanted && status.shown
  useEffect(() => {
    if (!mayAccept || wanted === undefined) return
    setWanted(undefined)
    const feature = wanted.key.slice(0, wanted.key.indexOf(' '))
    const { press } = wanted
    void client
      .accept(feature, { grants: [...ticked], lang: text.lang, ...press, ...(method && { method }) })
      .then((reply) => setFailure(toFailure(wanted.key, reply)))
  }, [mayAccept, wanted, client, ticked, text.lang, method])

  if (status === undefined) return undefined
  const { id } = status
  const refuse = (press: Press): void => {
    setWanted(undefined)
    if (status.feature.policy.decline === 'leave') void client.leave({ instead: id })
    else void client.decline(id, { ...press, ...(method && { method }) })
  }
  return {
    status,
    words: describeNotice(status.feature, text, {
      by: status.activation?.name,
      company: status.company,
      kind,
    }),
    progress: isWanted ? 'waiting' : status.standing === 'sending' ? 'sending' : 'open',
    failure: failure?.key === key ? failure.why : undefined,
    ticked,
    tick: (ask, on) =>
      setTicks({ key, asks: new Set(on ? [...ticked, ask] : [...ticked].filter((other) => other !== ask)) }),
    isArmed: controls.isArmed,
    watch,
    onAccept: controls.onAnswer((press) => {
      setFailure(undefined)
      setWanted({ key, press })
    }),
    onRefuse: controls.onAnswer(refuse),
    onLater: controls.onAnswer(() => {
      setWanted(undefined)
      void client.defer(id)
    }),
  }
}

const NONE: ReadonlySet<string> = new Set()

/** One question of one run: answers to an earlier run are never carried over. */
export const toQuestionKey = ({ id, activation, feature }: FeatureStatus): string =>
  `${id} ${activation?.id ?? ''} ${feature.revision}`

function toFailure(key: string, reply: Reply) {
  if (reply.ok) return undefined
  return { key, why: reply.rejection.code === 'stale-decision' ? 'answeredElsewhere' : 'notSaved' } as const
}

/** Tells the authority once the notice was continuously seen for long enough. */
function useShown(
  client: ConsentClient,
  status: FeatureStatus | undefined,
  { isSeen, seenSince }: ArmedControls,
  lang: string,
): void {
  const isLive = useConsentState(client, ({ connection }) => connection === 'live')
  const key = status === undefined ? '' : toQuestionKey(status)
  const isDue = status !== undefined && status.phase !== 'off' && !status.shown && isSeen && isLive
  useEffect(() => {
    if (!isDue) return
    const seenMs = () => performance.now() - (seenSince() ?? performance.now())
    const timer = setTimeout(
      () => void client.show(key.slice(0, key.indexOf(' ')), { visibleMs: seenMs(), lang }),
      // Timers may fire a little early, and a notice seen for less does not count.
      Math.max(0, SHOWN_MS - seenMs()) + 20,
    )
    return () => clearTimeout(timer)
  }, [isDue, key, client, lang, seenSince])
}
