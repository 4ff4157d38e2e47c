import { type ConsentClient, type FeatureStatus, NOTICE_VISIBLE_MS, type Reply } from '@askfirst/core'
import { type MouseEvent, useEffect, useRef, useState } from 'react'
import { type PartOptions, useConsentClient, useText } from './context.tsx'
import { useIsInLobby, useIsLive, useOwnKind } from './features.ts'
import { needsYes } from './policy-words.ts'
import { type ArmedControls, type Press, useArmed } from './use-armed.ts'
import { describeNotice, type NoticeWords } from './words.ts'

/** One question on screen, with what its controls do. */
export interface Question {
  readonly status: FeatureStatus
  readonly words: NoticeWords
  /** `waiting`: a yes was given, or it was read, and counts once the notice counts as shown. */
  readonly progress: 'open' | 'waiting' | 'sending'
  /** By the key of its words: the yes was not saved · there was another answer · what needs no yes did not get through. */
  readonly failure?: 'notSaved' | 'answeredElsewhere' | 'turnOnFailed' | undefined
  /** Optional asks that were ticked. */
  readonly ticked: ReadonlySet<string>
  /** What a press on the switch of an optional ask does: it counts under the same rules as an answer. */
  tick(ask: string): (event: MouseEvent<HTMLElement>) => void
  readonly isArmed: boolean
  /** Goes on the element that has to be seen. */
  readonly watch: (element: HTMLElement | null) => void
  /** Yes, with the optional asks that were ticked; where none is needed, that it was read. */
  readonly onAccept: (event: MouseEvent<HTMLElement>) => void
  /** No: left out, or leaving where the policy means that. */
  readonly onRefuse: (event: MouseEvent<HTMLElement>) => void
  /** Puts the question off: left out until answered. */
  readonly onLater: (event: MouseEvent<HTMLElement>) => void
}

/** Which question is put, and how answers to it are recorded. */
export interface QuestionOptions extends PartOptions {
  /** Undefined while there is nothing to ask. */
  readonly status: FeatureStatus | undefined
  /** How answers are recorded where it is not by their controls. */
  readonly method?: 'lobby' | undefined
  /** Called where no yes is needed, when the person said that they have read it: no answer, and never recorded. */
  onRead?(question: FeatureStatus): void
}

/** Puts one question: arms its controls, says that it was shown, and sends the answer. */
export const useQuestion: (options: QuestionOptions) => Question | undefined = useAsked

/** A question, with what its switches need that are answers by themselves. */
export interface Asked extends Question {
  /** Whether its words count as shown, in the language of the page. */
  readonly isShown: boolean
  readonly onAnswer: ArmedControls['onAnswer']
  /** Yes with these optional asks, once it counts as shown. */
  grant(press: Press, grants: readonly string[]): void
  /** Takes back what waits, and what was ticked. */
  forget(): void
}

/** The same with all of it. */
export function useAsked(options: QuestionOptions): Asked | undefined {
  const client = useConsentClient(options.client)
  const text = useText(options.text)
  const kind = useOwnKind(client)
  const isInLobby = useIsInLobby(client)
  const { status, method } = options
  const onRead = useRef(options.onRead)
  onRead.current = options.onRead
  const latest = useRef(status)
  latest.current = status
  const key = status === undefined ? '' : toQuestionKey(status)
  const [element, watch] = useState<HTMLElement | null>(null)
  const [own, setOwn] = useState<Own>({ key, ticked: NONE })
  const { lang } = text
  // Other words are seen anew.
  const controls = useArmed(element, `${key} ${lang}`)
  const isShown = status?.shown === true && status.shownIn?.includes(lang) !== false
  const isLive = useIsLive(client)
  useShown(client, isShown || !isLive ? undefined : status, controls, lang, () =>
    // Whoever waits for it hears that it failed; it is said again meanwhile.
    setOwn((now) => (now.wanted ? { ...now, wanted: undefined, failure: toLost(key, now.wanted) } : now)),
  )

  const { wanted } = own
  const isWanted =
    wanted !== undefined &&
    own.key === key &&
    controls.isSeen &&
    isLive &&
    status !== undefined &&
    // What begins by itself may have begun since; that is no other question.
    (status.standing === wanted.standing || !needsYes(status.feature)) &&
    status.decision === wanted.answer.seen &&
    lang === wanted.answer.lang
  // A yes waits only in front of whoever gave it, and only for what it was given to. They are told that it did not count.
  const failure = wanted === undefined ? own.failure : toLost(own.key, wanted)
  const ticked = own.key === key ? own.ticked : NONE
  if (own.key !== key || (wanted !== undefined && !isWanted)) setOwn({ key, ticked, failure })
  const due = isWanted && isShown ? wanted : undefined
  useEffect(() => {
    if (due === undefined) return
    setOwn({ key, ticked: NONE })
    if (!due.isYes) {
      if (latest.current !== undefined) onRead.current?.(latest.current)
      return
    }
    void client
      .accept(due.feature, { ...due.answer, ...(method && { method }) })
      .then((reply) => setOwn((now) => ({ ...now, failure: toFailure(key, reply, due) })))
  }, [due, key, client, method])

  if (status === undefined) return undefined
  const { id } = status
  const isYes = needsYes(status.feature) || ticked.size > 0 || status.standing === 'left-out'
  const isSaid = own.failure?.key === key && (own.failure.seen ?? status.decision) === status.decision
  const why = isSaid ? own.failure?.why : undefined
  const forget = (): void => setOwn({ key, ticked: NONE })
  const refuse = (press: Press): void => {
    forget()
    if (status.feature.policy.decline === 'leave') void client.leave({ instead: id })
    else void client.decline(id, { ...press, ...(method && { method }) })
  }
  const want = (press: Press, grants: readonly string[], isYes: boolean): void => {
    const { standing, decision } = status
    const answer = { ...press, seen: decision, grants, lang }
    // Where the words are further up or down, no waiting brings them into sight.
    if (!controls.isRead)
      element?.querySelector('[data-askfirst="lead"]')?.scrollIntoView?.({ block: 'nearest' })
    const wanted = { feature: id, standing, isYes, answer }
    // A yes is never kept for later.
    setOwn({ key, ticked, ...(isLive ? { wanted } : { failure: toLost(key, wanted) }) })
  }
  return {
    status,
    words: describeNotice(status.feature, text, {
      hasBegun: !needsYes(status.feature) && status.standing === 'included',
      by: status.activation?.name,
      company: status.company,
      kind,
      isInLobby,
      isYes,
      isEnding: status.ending === true,
    }),
    progress: isWanted ? 'waiting' : status.standing === 'sending' ? 'sending' : 'open',
    // Where it begins without a yes, nobody can say that nothing is used.
    failure: why === 'notSaved' && !needsYes(status.feature) ? 'turnOnFailed' : why,
    ticked,
    // Another choice is another answer: a yes that waits was not given to it.
    tick: (ask) => controls.onAnswer(() => setOwn({ key, ticked: toggled(ticked, ask) })),
    isArmed: controls.isArmed,
    watch,
    onAccept: controls.onAnswer((press) => want(press, [...ticked], isYes)),
    onRefuse: controls.onAnswer(refuse),
    onLater: controls.onAnswer(() => {
      forget()
      void client.defer(id)
    }),
    isShown,
    onAnswer: controls.onAnswer,
    grant: (press, grants) => want(press, grants, true),
    forget,
  }
}

/** What the person did with one question and has not sent yet, and what became of what was sent. */
interface Own {
  readonly key: string
  readonly ticked: ReadonlySet<string>
  readonly wanted?: Wanted | undefined
  readonly failure?: Failure | undefined
}

interface Failure {
  readonly key: string
  readonly why: 'notSaved' | 'answeredElsewhere'
  /** The decision that a lost yes was given to: who has said no since has lost none. */
  readonly seen?: number
}

const toLost = (key: string, { answer }: Wanted): Failure => ({ key, why: 'notSaved', seen: answer.seen })

/** A yes as it was pressed, or that the notice was read. */
interface Wanted {
  readonly isYes: boolean
  readonly feature: string
  readonly standing: FeatureStatus['standing']
  readonly answer: Press & {
    readonly seen: number
    readonly grants: readonly string[]
    readonly lang: string
  }
}

const NONE: ReadonlySet<string> = new Set()

/** The same asks with this one switched over. */
export const toggled = (asks: ReadonlySet<string>, ask: string): ReadonlySet<string> =>
  new Set(asks.has(ask) ? [...asks].filter((other) => other !== ask) : [...asks, ask])

/** One question of one run: answers to an earlier run are never carried over. */
export const toQuestionKey = ({ id, activation, feature }: FeatureStatus): string =>
  `${id} ${activation?.id ?? ''} ${feature.revision}`

function toFailure(key: string, reply: Reply, yes: Wanted): Failure | undefined {
  if (reply.ok) return undefined
  return reply.rejection.code === 'stale-decision' ? { key, why: 'answeredElsewhere' } : toLost(key, yes)
}

/** How long until the authority is told again, where it could not take it. */
const AGAIN_MS = 1_000

/** Tells the authority once the notice was continuously seen for long enough; without a status there is nothing to tell. */
function useShown(
  client: ConsentClient,
  status: FeatureStatus | undefined,
  { isSeen, isRead, seenSince }: ArmedControls,
  lang: string,
  onFailure: () => void,
): void {
  const key = status === undefined ? '' : toQuestionKey(status)
  const isDue = status !== undefined && status.phase !== 'off' && isSeen && isRead
  const fail = useRef(onFailure)
  fail.current = onFailure
  useEffect(() => {
    if (!isDue) return
    const seenMs = () => performance.now() - (seenSince() ?? performance.now())
    const say = async () => {
      const reply = await client.show(key.slice(0, key.indexOf(' ')), { visibleMs: seenMs(), lang })
      if (reply.ok || isOver) return
      fail.current()
      timer = setTimeout(say, AGAIN_MS)
    }
    let isOver = false
    // Timers may fire a little early, and a notice seen for less does not count.
    let timer = setTimeout(say, Math.max(0, NOTICE_VISIBLE_MS - seenMs()) + 20)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [isDue, key, client, lang, seenSince])
}
