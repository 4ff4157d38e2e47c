import { AskFirstError } from '@askfirst/core'
import {
  type ComponentPropsWithoutRef,
  createContext,
  forwardRef,
  type MouseEvent,
  type ReactNode,
  useContext,
  useId,
  useLayoutEffect,
  useState,
} from 'react'
import { useText } from './context.tsx'
import { OptionalAsks, QuestionProgress, QuestionWords } from './question-parts.tsx'
import { sayTold } from './standing.ts'
import type { Text } from './text.ts'
import { type Notice, type NoticeOptions, useNotice } from './use-notice.ts'
import { useRefs } from './use-refs.ts'
import { useSurface } from './use-surface.tsx'

interface Parts extends Notice {
  readonly text: Text
  readonly titleId: string
  /** Whether there is a part that says the told lines. */
  readonly saysTold: boolean
  setSaysTold(says: boolean): void
}
const Context = createContext<Parts | undefined>(undefined)

/** What the parts inside a `Notice.Root` share. @throws AskFirstError outside of one */
export function useNoticeParts(): Parts {
  const parts = useContext(Context)
  if (parts !== undefined) return parts
  throw new AskFirstError('notice-root', {
    what: 'A Notice part stands outside of Notice.Root.',
    why: 'The questions are there.',
    fix: 'Put it inside.',
  })
}

/** Options of the notice, and the parts inside. */
export interface NoticeRootProps extends NoticeOptions {
  /** The parts, or a function of the notice that renders them. */
  readonly children: ReactNode | ((notice: Notice) => ReactNode)
}

/** Holds the questions, and the status that announces them; renders nothing else of its own. */
export function NoticeRoot({ children, ...options }: NoticeRootProps) {
  const notice = useNotice(options)
  const text = useText(options.text)
  const titleId = useId()
  const [saysTold, setSaysTold] = useState(false)
  return (
    <Context.Provider value={{ ...notice, text, titleId, saysTold, setSaysTold }}>
      {/* An open dialog hides the rest of the page, but not what is marked as live. */}
      <div role="status" aria-live="polite" className="askfirst-announcement" lang={text.lang} dir={text.dir}>
        {notice.announcement}
      </div>
      {typeof children === 'function' ? children(notice) : children}
    </Context.Provider>
  )
}

/** The labelled, non-modal region; there only while there is something to say. Takes no focus. */
export const NoticeRegion = forwardRef<HTMLElement, ComponentPropsWithoutRef<'section'>>(
  function NoticeRegion(props, ref) {
    const { children, ...rest } = props
    const { current, told, regionRef, text, titleId, saysTold } = useNoticeParts()
    const surface = useSurface()
    const refs = useRefs(surface.showAbove, regionRef, ref)
    const isOpen = current !== undefined || told.length > 0
    return (
      <>
        {surface.slot}
        {isOpen &&
          surface.place(
            <section
              aria-labelledby={titleId}
              tabIndex={-1}
              lang={text.lang}
              dir={text.dir}
              data-state={current === undefined ? 'told' : current.progress}
              data-where={surface.where}
              {...surface.rootProps}
              {...rest}
              // Nothing but told lines, and no part that says them: nothing to see.
              {...(current === undefined && !saysTold && { style: { display: 'none' } })}
              ref={refs}
            >
              {children}
              {surface.where === 'over' && <p className="askfirst-over">{text.t('leaveFullscreen')}</p>}
            </section>,
          )}
      </>
    )
  },
)

/** The visible title, which names the region. */
export const NoticeTitle = forwardRef<HTMLHeadingElement, ComponentPropsWithoutRef<'h2'>>(
  function NoticeTitle(props, ref) {
    const { current, titleId } = useNoticeParts()
    if (current === undefined) return null
    return (
      <h2 {...props} id={titleId} ref={ref}>
        {props.children ?? current.words.title}
      </h2>
    )
  },
)

/** The facts of the first layer. */
export function NoticeWordsPart() {
  const { current } = useNoticeParts()
  return current === undefined ? null : <QuestionWords words={current.words} />
}

/** A switch for each optional ask. */
export function NoticeOptional() {
  const { current } = useNoticeParts()
  return current === undefined ? null : (
    <OptionalAsks words={current.words} ticked={current.ticked} onTick={current.tick} />
  )
}

/** What became of the answer. */
export function NoticeProgress() {
  const { current, text } = useNoticeParts()
  return current === undefined ? null : <QuestionProgress question={current} text={text} />
}

/** Features whose no lasts: said, not asked. Without this part the region opens for questions only. */
export function NoticeTold({ onChange }: { onChange(feature: string): void }) {
  const { told, current, dismiss, text, titleId, setSaysTold } = useNoticeParts()
  useLayoutEffect(() => {
    setSaysTold(true)
    return () => setSaysTold(false)
  }, [setSaysTold])
  return told.map((status, index) => (
    <div key={status.id} className="askfirst-told">
      <p id={current === undefined && index === 0 ? titleId : undefined}>{sayTold(status, text)}</p>
      <div className="askfirst-quiet">
        <button type="button" className="askfirst-link" onClick={() => onChange(status.id)}>
          {text.t('change')}
        </button>
        <button type="button" className="askfirst-link" onClick={() => dismiss(status.id)}>
          {text.t('close')}
        </button>
      </div>
    </div>
  ))
}

type ButtonProps = ComponentPropsWithoutRef<'button'>
type Act = (event: MouseEvent<HTMLElement>) => void

/** Theirs first; ours unless they prevented it. */
const compose =
  (theirs: ButtonProps['onClick'], ours: Act): ButtonProps['onClick'] =>
  (event) => {
    theirs?.(event)
    if (!event.defaultPrevented) ours(event)
  }

/** One control of the answer. */
export const NoticeAnswer = forwardRef<
  HTMLButtonElement,
  ButtonProps & { part: 'accept' | 'refuse' | 'later' }
>(function NoticeAnswer({ part, onClick, children, ...props }, ref) {
  const { current } = useNoticeParts()
  if (current === undefined) return null
  const { words, isArmed, onAccept, onRefuse, onLater } = current
  if (part === 'later' && !current.status.actions.includes('defer')) return null
  const act = { accept: onAccept, refuse: onRefuse, later: onLater }[part]
  return (
    <button
      data-askfirst={part}
      data-state={isArmed ? 'armed' : 'arming'}
      {...(part !== 'later' && { 'data-askfirst-watch': '' })}
      {...props}
      type="button"
      ref={ref}
      onClick={compose(onClick, act)}
    >
      {children ?? words[part]}
    </button>
  )
})
/** Yes. Counts only as a trusted press, once armed. */
const NoticeAccept = forwardRef<HTMLButtonElement, ButtonProps>(function NoticeAccept(props, ref) {
  return <NoticeAnswer {...props} part="accept" ref={ref} />
})
/** No, under the same rules and with the same effort as yes. */
const NoticeRefuse = forwardRef<HTMLButtonElement, ButtonProps>(function NoticeRefuse(props, ref) {
  return <NoticeAnswer {...props} part="refuse" ref={ref} />
})
/** Puts the question off: left out until answered. */
const NoticeLater = forwardRef<HTMLButtonElement, ButtonProps>(function NoticeLater(props, ref) {
  return <NoticeAnswer {...props} part="later" ref={ref} />
})

/** The unstyled parts that `ConsentNotice` is made of. Each takes a ref and the props of its element. */
export const NoticeParts = {
  /** Holds the questions and announces them; renders nothing else of its own. */
  Root: NoticeRoot,
  /** The labelled, non-modal region; there only while there is something to say. */
  Region: NoticeRegion,
  /** The visible title, which names the region. */
  Title: NoticeTitle,
  /** The facts of the first layer. */
  Words: NoticeWordsPart,
  /** A switch for each optional ask. */
  Optional: NoticeOptional,
  /** What became of the answer. */
  Progress: NoticeProgress,
  /** Yes. Counts only as a trusted press, once armed. */
  Accept: NoticeAccept,
  /** No, under the same rules and with the same effort as yes. */
  Refuse: NoticeRefuse,
  /** Puts the question off: left out until answered. */
  Later: NoticeLater,
  /** Features whose no lasts: said, not asked. */
  Told: NoticeTold,
} as const
