import { type CSSProperties, useState } from 'react'
import { NoticeParts as Notice, useNoticeParts } from './notice-parts.tsx'
import { QuestionAnswers, QuestionWords } from './question-parts.tsx'
import { useClearEdge } from './use-clear-edge.ts'
import type { NoticeOptions } from './use-notice.ts'

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
  const edge = useClearEdge(region)
  return (
    <Notice.Root {...options}>
      <Notice.Region
        ref={setRegion}
        className="askfirst askfirst-panel askfirst-notice"
        data-edge={edge}
        style={toStyle(safeArea)}
      >
        <NoticeInside />
      </Notice.Region>
    </Notice.Root>
  )
}

/** What a notice holds; the same in the call and in the lobby. */
export function NoticeInside() {
  const { current } = useNoticeParts()
  return (
    <>
      {current && (
        // Controls of another question are other elements: a focus or a press never carries over.
        <div
          key={`${current.status.id} ${current.status.activation?.id}`}
          ref={toBegin}
          className="askfirst-question"
        >
          <Notice.Title className="askfirst-title" />
          <QuestionWords />
          <div className="askfirst-answer">
            <QuestionAnswers />
            <div className="askfirst-quiet">
              <Notice.Later className="askfirst-link" />
              <Notice.Details className="askfirst-link" />
            </div>
          </div>
        </div>
      )}
      <Notice.Others className="askfirst-others" />
      <Notice.Told />
    </>
  )
}

/** Another question is read from its beginning, wherever the one before was left. */
function toBegin(question: HTMLElement | null): void {
  const region = question?.parentElement
  if (region) region.scrollTop = 0
}

const toStyle = ({ blockStart, blockEnd, inlineStart, inlineEnd }: SafeArea) =>
  ({
    '--askfirst-safe-block-start': toLength(blockStart),
    '--askfirst-safe-block-end': toLength(blockEnd),
    '--askfirst-safe-inline-start': toLength(inlineStart),
    '--askfirst-safe-inline-end': toLength(inlineEnd),
  }) as CSSProperties

/** Of which CSS computes: there a bare 0 is no length. */
const toLength = (length: string | undefined) => (length?.trim() === '0' ? '0px' : length)
