import { type CSSProperties, useState } from 'react'
import { ChoicesAt } from './choices-at.tsx'
import { NoticeAnswer, NoticeParts, useNoticeParts } from './notice-parts.tsx'
import { useClearEdge } from './use-clear-edge.ts'
import type { NoticeOptions } from './use-notice.ts'
import { ANSWERS, nameStatus } from './words.ts'

/** CSS lengths that the notice stays away from the edges of the screen. */
export interface SafeArea {
  readonly blockStart?: string
  readonly blockEnd?: string
  readonly inlineStart?: string
  readonly inlineEnd?: string
}

/** Options of the notice in the call. */
export interface ConsentNoticeProps extends Omit<NoticeOptions, 'place'> {
  /** Where mute, leave and captions are: the notice never covers them. @default 1rem on every side */
  readonly safeArea?: SafeArea | undefined
}

/**
 * Asks, in the call, whoever has not answered yet.
 *
 * A region that takes no focus: typing goes on undisturbed, and only a press on one of its controls
 * answers. It moves away from what has focus and from elements marked `data-askfirst-keep-clear`.
 */
export function ConsentNotice({ safeArea = {}, ...options }: ConsentNoticeProps) {
  const [region, setRegion] = useState<HTMLElement | null>(null)
  const [details, openDetails] = useState<string>()
  const edge = useClearEdge(region)
  const { client, text } = options
  return (
    <NoticeParts.Root {...options}>
      <NoticeParts.Region
        ref={setRegion}
        className="askfirst askfirst-panel askfirst-notice"
        data-edge={edge}
        style={toStyle(safeArea)}
      >
        <OtherQuestions />
        <CurrentQuestion onDetails={openDetails} />
        <ToldLines onChange={openDetails} />
      </NoticeParts.Region>
      <ChoicesAt client={client} text={text} feature={details} onClose={() => openDetails(undefined)} />
    </NoticeParts.Root>
  )
}

/** The expanded question with its controls; the same in the call and in the lobby. */
export function CurrentQuestion({ onDetails }: { onDetails(feature: string): void }) {
  const { current } = useNoticeParts()
  if (current === undefined) return null
  const { id, activation } = current.status
  // Controls of another question are other elements: a focus or a press never carries over.
  return (
    <div key={`${id} ${activation?.id}`} className="askfirst-question">
      <NoticeParts.Title className="askfirst-title" />
      <NoticeParts.Words />
      <NoticeParts.Optional />
      <div className="askfirst-answer">
        <NoticeParts.Progress />
        <div className="askfirst-actions">
          {ANSWERS.map((part) => (
            <NoticeAnswer key={part} part={part} className="askfirst-button" />
          ))}
        </div>
        <div className="askfirst-quiet">
          <NoticeParts.Later className="askfirst-link" />
          <button type="button" className="askfirst-link" onClick={() => onDetails(id)}>
            {current.words.details}
          </button>
        </div>
      </div>
    </div>
  )
}

/** The other open questions, each one press away. */
export function OtherQuestions() {
  const { others, expand, text } = useNoticeParts()
  if (others.length === 0) return null
  return (
    <div className="askfirst-others">
      <p>{text.t('moreQuestions', { count: others.length })}</p>
      {others.map((status) => (
        <button key={status.id} type="button" className="askfirst-link" onClick={() => expand(status.id)}>
          {nameStatus(status, text)}
        </button>
      ))}
    </div>
  )
}

/** Features whose no lasts: said, not asked. */
export const ToldLines = NoticeParts.Told

function toStyle({ blockStart, blockEnd, inlineStart, inlineEnd }: SafeArea): CSSProperties {
  const lengths = {
    '--askfirst-safe-block-start': blockStart,
    '--askfirst-safe-block-end': blockEnd,
    '--askfirst-safe-inline-start': inlineStart,
    '--askfirst-safe-inline-end': inlineEnd,
  }
  return Object.fromEntries(Object.entries(lengths).filter(([, length]) => length !== undefined))
}
