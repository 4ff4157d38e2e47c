import { AskFirstError, type FeatureStatus } from '@askfirst/core'
import { useEffect, useRef, useState } from 'react'
import { announceNotice } from './announce-notice.ts'
import { type PartOptions, useConsentClient, useConsentState, useText } from './context.tsx'
import { useFeatures } from './features.ts'
import { useFocusReturn } from './use-focus-return.ts'
import { type Question, toQuestionKey, useQuestion } from './use-question.ts'
import { nameFeature } from './words.ts'

/** Options of everything that asks. */
export interface NoticeOptions extends PartOptions {
  /** `KeyboardEvent.key` that moves focus into the notice and back; never a single character. @default 'F6' */
  readonly shortcut?: string | undefined
  /** Where the person is while this notice asks. @default 'call' */
  readonly place?: 'call' | 'lobby' | undefined
}

/** All questions that are open, gathered in one notice; one of them is expanded. */
export interface Notice {
  /** The expanded question. */
  readonly current: Question | undefined
  /** The other open questions, newest first. */
  readonly others: readonly FeatureStatus[]
  /** Features whose no lasts: told, not asked. Newest first. */
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
  const { shortcut = 'F6', place = 'call' } = options
  assertShortcut(shortcut)
  const client = useConsentClient(options.client)
  const text = useText(options.text)
  const isHere = useConsentState(client, (state) => state.place === place)
  const [expanded, expand] = useState<string>()
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set())
  const [region, setRegion] = useState<HTMLElement | null>(null)
  const features = [...useFeatures(client)].sort(byNewest)

  const open = isHere ? features.filter(({ standing, id }) => isOpen(standing, id === expanded)) : []
  const asked = useRef(new Set<string>())
  for (const status of open) asked.current.add(toQuestionKey(status))
  const isQuiet = (status: FeatureStatus) => {
    const key = toQuestionKey(status)
    return status.told && !dismissed.has(key) && !asked.current.has(key)
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
  })
  useFocusReturn(region, status === undefined ? '' : toQuestionKey(status), shortcut)
  const watch = current?.watch
  useEffect(() => watch?.(region), [watch, region])

  return {
    current,
    others: open.filter((other) => other !== status),
    told,
    expand,
    dismiss: (feature) => {
      const gone = told.filter(({ id }) => id === feature).map(toQuestionKey)
      setDismissed(new Set([...dismissed, ...gone]))
    },
    announcement: useAnnouncement([
      ...open.map((question) => ({
        key: toQuestionKey(question),
        say: () => announceNotice(question.feature, text, shortcut),
      })),
      ...told.map((line) => ({
        key: toQuestionKey(line),
        say: () => text.t('toldLine', { feature: nameFeature(line.feature, text) }),
      })),
    ]),
    regionRef: setRegion,
  }
}

const isOpen = (standing: FeatureStatus['standing'], isExpanded: boolean): boolean =>
  standing === 'question' || (standing === 'sending' && isExpanded)

const byNewest = (a: FeatureStatus, b: FeatureStatus): number =>
  (b.activation?.at ?? 0) - (a.activation?.at ?? 0)

/** Says each line once, and only after the empty status was in the page: else nobody hears it. */
function useAnnouncement(lines: readonly { key: string; say: () => string }[]): string {
  const [announcement, setAnnouncement] = useState('')
  const said = useRef<ReadonlySet<string>>(new Set())
  const keys = lines.map(({ key }) => key).join('\n')
  const latest = useRef(lines)
  latest.current = lines
  useEffect(() => {
    if (keys === '') return setAnnouncement('')
    const fresh = latest.current.filter(({ key }) => !said.current.has(key))
    if (fresh.length === 0) return
    said.current = new Set([...said.current, ...fresh.map(({ key }) => key)])
    setAnnouncement(fresh.map(({ say }) => say()).join(' '))
  }, [keys])
  return announcement
}

function assertShortcut(shortcut: string): void {
  if ([...shortcut].length > 1) return
  throw new AskFirstError('shortcut', {
    what: `shortcut is ${JSON.stringify(shortcut)}.`,
    why: 'People type single characters (WCAG 2.1.4).',
    fix: `Use the name of a function key, such as 'F6'.`,
  })
}
