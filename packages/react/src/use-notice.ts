import { AskFirstError, type FeatureStatus } from '@askfirst/core'
import { useEffect, useRef, useState } from 'react'
import { announceNotice } from './announce-notice.ts'
import { type PartOptions, useConsentClient, useConsentState, useText } from './context.tsx'
import { useFeatures } from './features.ts'
import { useIsModalOpen } from './open-modals.ts'
import { needsYes, sayEnding } from './policy-words.ts'
import { sayTold } from './standing.ts'
import { type Text, toSentences } from './text.ts'
import { useFocusReturn } from './use-focus-return.ts'
import { useKeptFocus } from './use-kept-focus.ts'
import { type Question, toQuestionKey, useQuestion } from './use-question.ts'

/** Options of everything that asks. */
export interface NoticeOptions extends PartOptions {
  /** `KeyboardEvent.key` that moves focus into the notice and back; never a single character. @default 'F6' */
  readonly shortcut?: string | undefined
  /** Where the person is while this notice asks. @default 'call' */
  readonly place?: 'call' | 'lobby' | undefined
  /**
   * Called once for each new question, when it is in the page: `playTone`, or a sound of the app's own.
   * @default silent
   */
  readonly sound?: (() => unknown) | undefined
}

/** All questions that are open, gathered in one notice; one of them is expanded. */
export interface Notice {
  /** The expanded question. */
  readonly current: Question | undefined
  /** The other open questions, newest first. */
  readonly others: readonly FeatureStatus[]
  /** Features whose no lasts, or was said by the standing no: told, not asked. Newest first. */
  readonly told: readonly FeatureStatus[]
  /** Makes another open question the expanded one. */
  expand(feature: string): void
  /** Takes a told line away; the indicator goes on saying it. */
  dismiss(feature: string): void
  /** What a `role=status` that is always there says, once for each question. */
  readonly announcement: string
  /** Goes on the region: what the shortcut moves into and what has to be seen. */
  readonly regionRef: (element: HTMLElement | null) => void
}

/** The notice without a look of its own. */
export function useNotice(options: NoticeOptions = {}): Notice {
  const { shortcut = 'F6', place = 'call', sound } = options
  assertShortcut(shortcut)
  const client = useConsentClient(options.client)
  const text = useText(options.text)
  const isHere = useConsentState(client, (state) => state.place === place)
  const [expanded, expand] = useState<string>()
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set())
  const [read, setRead] = useState<ReadonlySet<string>>(new Set())
  const [region, setRegion] = useState<HTMLElement | null>(null)
  const isBehind = useIsModalOpen(region)
  const features = [...useFeatures(client)].sort(byNewest)

  const asked = useRef(new Set<string>())
  const isOpen = (status: FeatureStatus): boolean => {
    const { standing, id, feature, shown, asks } = status
    const key = toQuestionKey(status)
    if (standing === 'sending') return id === expanded
    // Put off, and about to cost something: it comes back before it does.
    if (needsYes(feature)) return standing === 'question' || (standing === 'later' && status.ending)
    // What begins by itself stays to be read until the person says that they did, or says no.
    if (standing === 'question') return !read.has(key) || !shown
    const isBegun = standing === 'waiting' || standing === 'included'
    return isBegun && asked.current.has(key) && !read.has(key) && !asks.some(({ granted }) => granted)
  }
  const open = isHere ? features.filter((status) => !status.outdated && isOpen(status)) : []
  for (const status of open) asked.current.add(toQuestionKey(status))
  const isQuiet = (status: FeatureStatus) => {
    const key = toQuestionKey(status)
    return (status.stood || (status.told && !asked.current.has(key))) && !dismissed.has(key)
  }
  const told = isHere ? features.filter(isQuiet) : []
  const status = open.find(({ id }) => id === expanded) ?? open[0]
  // What is being read stays where it is when a newer question comes in.
  useEffect(() => expand(status?.id), [status?.id])

  const current = useQuestion({
    client,
    text,
    status,
    method: place === 'lobby' ? 'lobby' : undefined,
    onRead: (question) => setRead(new Set([...read, toQuestionKey(question)])),
  })
  const pressed = useRef('')
  // Of what is open again, nothing waits for the next time that it goes.
  if (current) pressed.current = current.progress === 'open' ? '' : toQuestionKey(current.status)
  useFocusReturn(region, status === undefined ? '' : toQuestionKey(status), shortcut)
  // A told line goes without another question coming, and the region may stay.
  useKeptFocus(region)
  // What comes into the page behind a dialog is hidden by nobody else. React 18 has no such prop.
  useEffect(() => {
    if (region) region.inert = isBehind
  }, [region, isBehind])
  const watch = current?.watch
  useEffect(() => watch?.(region), [watch, region])

  return {
    current,
    others: open.filter((other) => other !== status),
    told,
    expand,
    dismiss: (feature) => {
      const gone = told.flatMap((status) => (status.id === feature ? toQuestionKey(status) : []))
      setDismissed(new Set([...dismissed, ...gone]))
    },
    announcement: useAnnouncement(
      text,
      [
        ...open.map((question) => ({
          key: toQuestionKey(question),
          sound,
          // The key leads to the question that is expanded, and to none behind a dialog.
          say: () =>
            announceNotice(
              question.feature,
              text,
              question === status && !isBehind ? shortcut : undefined,
              question.activation?.name,
            ),
        })),
        ...open
          .filter(({ ending }) => ending)
          .map((question) => ({ key: toEndingKey(question), say: () => sayEnding(question.feature, text) })),
        ...told.map((line) => ({ key: `told ${toQuestionKey(line)}`, say: () => sayTold(line, text) })),
      ],
      // Asked again, or with more time again, it is a question that nobody has heard yet; nor that it is open all the same
      // where a yes was lost with the connection.
      features.flatMap((status) => {
        const key = toQuestionKey(status)
        return [
          ...(status.standing === 'later' || key === pressed.current ? [key] : []),
          ...(status.ending ? [] : [toEndingKey(status)]),
        ]
      }),
    ),
    regionRef: setRegion,
  }
}

const toEndingKey = (status: FeatureStatus): string => `${toQuestionKey(status)} ending`

const byNewest = (a: FeatureStatus, b: FeatureStatus): number =>
  (b.activation?.at ?? 0) - (a.activation?.at ?? 0)

/** Says each line once, and only after the empty status was in the page: else nobody hears it. */
function useAnnouncement(
  text: Text,
  lines: readonly { key: string; say: () => string; sound?: NoticeOptions['sound'] }[],
  over: readonly string[],
): string {
  const [announced, setAnnounced] = useState<{
    readonly keys: readonly string[]
    readonly lang: string
    readonly says: string
  }>()
  const said = useRef(new Set<string>())
  // What comes back before its time is over is in both: it is said once more, and not at each render.
  for (const key of over) if (!lines.some((line) => line.key === key)) said.current.delete(key)
  useEffect(() => {
    const fresh = lines.filter(({ key }) => !said.current.has(key))
    // What is over is taken away: the same words again would be no change, and nobody hears what does not change.
    const isOver = announced && !lines.some(({ key }) => announced.keys.includes(key))
    if (isOver) setAnnounced(undefined)
    if (fresh.length === 0) return
    for (const { key } of fresh) said.current.add(key)
    setAnnounced({
      keys: fresh.map(({ key }) => key),
      lang: text.lang,
      says: toSentences(
        text,
        fresh.map(({ say }) => say()),
      ),
    })
    // Apart, so that a sound that fails takes nothing along.
    const sound = fresh[0]?.sound
    if (sound) queueMicrotask(sound)
  })
  // What was said in another language would be read aloud in this one.
  return announced?.lang === text.lang ? announced.says : ''
}

function assertShortcut(shortcut: string): void {
  if ([...shortcut].length > 1 && !shortcut.includes('+')) return
  throw new AskFirstError('shortcut', {
    what: `shortcut is ${JSON.stringify(shortcut)}.`,
    why: 'People type single characters (WCAG 2.1.4), and a chord is no KeyboardEvent.key.',
    fix: `Name a function key, such as 'F6'.`,
  })
}
