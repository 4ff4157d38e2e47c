import { type ReactNode, useId, useLayoutEffect, useState } from 'react'
import { Announcement } from './announcement.tsx'
import { type AnyClient, useText } from './context.tsx'
import { createParts } from './part.tsx'
import * as Question from './question-parts.tsx'
import { sayTold } from './standing.ts'
import type { Text } from './text.ts'
import { type ChoicesOptions, useChoices } from './use-choices.tsx'
import { type Notice, type NoticeOptions, useNotice } from './use-notice.ts'
import { useRegion } from './use-region.tsx'
import { nameStatus } from './words.ts'

interface Parts extends Notice {
  readonly client: AnyClient | undefined
  readonly text: Text
  readonly titleId: string
  /** Whether there is a part that says the told lines. */
  readonly saysTold: boolean
  setSaysTold(says: boolean): void
  open(feature?: string): void
}
const { Provider, use, part } = /* @__PURE__ */ createParts<Parts>('Notice')

/** What the parts inside a `Notice.Root` share. @throws AskFirstError outside of one */
export const useNoticeParts = use
/** Makes one more of them. */
export const noticePart = part

/** Options of the notice, and the parts inside. */
export interface NoticeRootProps extends NoticeOptions, ChoicesOptions {
  /** The parts, or a function of the notice that renders them. */
  readonly children: ReactNode | ((notice: Notice) => ReactNode)
}

/** Holds the questions, the status that announces them, and My choices behind them. */
export function NoticeRoot({ children, ...options }: NoticeRootProps) {
  const notice = useNotice(options)
  const text = useText(options.text)
  const titleId = useId()
  const [saysTold, setSaysTold] = useState(false)
  const { choices, open } = useChoices(options)
  const { current } = notice
  const asked = current ? { ...current, text, titleId, onDetails: open } : null
  return (
    <Provider value={{ ...notice, client: options.client, text, titleId, saysTold, setSaysTold, open }}>
      <Question.AskedProvider value={asked}>
        <Announcement text={text}>{notice.announcement}</Announcement>
        {typeof children === 'function' ? children(notice) : children}
        {choices}
      </Question.AskedProvider>
    </Provider>
  )
}

/** The labelled, non-modal region; there only while there is something to say. Takes no focus. */
const NoticeRegion = /* @__PURE__ */ part(
  'section',
  ({ current, told, regionRef, text, titleId, saysTold }) => ({
    ...useRegion(text, current !== undefined || told.length > 0, regionRef),
    'aria-labelledby': titleId,
    tabIndex: -1,
    'data-state': current?.progress ?? 'told',
    // Nothing but told lines, and no part that says them: nothing to see.
    style: current === undefined && !saysTold ? { display: 'none' } : undefined,
  }),
)

/** The other open questions, each one press away; not there where there are none. */
const NoticeOthers = /* @__PURE__ */ part('div', ({ others, expand, text }) => {
  if (others.length === 0) return undefined
  const says = (
    <>
      <p>{text.t('moreQuestions', { count: others.length })}</p>
      {others.map((status) => (
        <button key={status.id} type="button" className="askfirst-link" onClick={() => expand(status.id)}>
          {nameStatus(status, text)}
        </button>
      ))}
    </>
  )
  return { says }
})

/** Features whose no lasts: said, not asked. Without this part the region opens for questions only. */
const NoticeTold = /* @__PURE__ */ part(
  'div',
  ({ told, current, dismiss, open, text, titleId, setSaysTold }) => {
    useLayoutEffect(() => {
      setSaysTold(true)
      return () => setSaysTold(false)
    }, [setSaysTold])
    if (told.length === 0) return undefined
    const says = told.map((status, index) => (
      <div key={status.id} className="askfirst-told">
        <p id={current === undefined && index === 0 ? titleId : undefined}>{sayTold(status, text)}</p>
        <div className="askfirst-quiet">
          <button type="button" className="askfirst-link" onClick={() => open(status.id)}>
            {text.t('change')}
          </button>
          <button type="button" className="askfirst-link" onClick={() => dismiss(status.id)}>
            {text.t('close')}
          </button>
        </div>
      </div>
    ))
    return { says }
  },
)

/**
 * The unstyled parts that `ConsentNotice` is made of. Each takes a ref, the props of its element and `asChild`;
 * a part without children says what the prefab says.
 */
export const NoticeParts = {
  /** Holds the questions, the status that announces them, and My choices behind them. */
  Root: NoticeRoot,
  /** The labelled, non-modal region; there only while there is something to say. */
  Region: NoticeRegion,
  /** The other open questions, each one press away. */
  Others: NoticeOthers,
  /** The visible title, which names the region. */
  Title: Question.QuestionTitle,
  /** Who turned it on, what is taken, what for. */
  Lead: Question.QuestionLead,
  /** Who processes it, and how long it is kept. */
  Facts: Question.QuestionFacts,
  /** What the policy does, what a no does, and who may learn of the answer. */
  Notes: Question.QuestionNotes,
  /** A switch for each optional ask. */
  Asks: Question.QuestionAsks,
  /** What became of the answer. */
  Progress: Question.QuestionProgress,
  /** Yes. Counts only as a trusted press, once armed. */
  Accept: Question.QuestionAccept,
  /** No, under the same rules and with the same effort as yes. */
  Refuse: Question.QuestionRefuse,
  /** Puts the question off: left out until answered. */
  Later: Question.QuestionLater,
  /** Shows more: opens My choices there, unless the root has `onDetails`. */
  Details: Question.QuestionDetails,
  /** Features whose no lasts: said, not asked. */
  Told: NoticeTold,
} as const
