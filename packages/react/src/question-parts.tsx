import type { MouseEvent } from 'react'
import { useText } from './context.tsx'
import { sayEnding } from './policy-words.ts'
import type { Text } from './text.ts'
import type { Question } from './use-question.ts'
import { ANSWERS, type NoticeWords } from './words.ts'

/** What a question says, on every surface alike. */
export function QuestionWords({ words }: { readonly words: Omit<NoticeWords, 'title'> }) {
  return (
    <>
      <p className="askfirst-lead" data-askfirst="lead">
        {words.lead}
      </p>
      <dl className="askfirst-facts">
        {words.facts.map(({ label, text }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p className="askfirst-notes">{words.notes.join(' ')}</p>
    </>
  )
}

export interface OptionalAsksProps {
  readonly words: Pick<NoticeWords, 'legend' | 'optional'>
  readonly ticked: ReadonlySet<string>
  /** What a press on the switch of an ask does. */
  onTick(ask: string): (event: MouseEvent<HTMLElement>) => void
}

/** One switch for each optional ask, off until the person switches it on. */
export function OptionalAsks({ words: { legend, optional }, ticked, onTick }: OptionalAsksProps) {
  if (legend === undefined) return null
  return (
    <fieldset className="askfirst-optional">
      <legend>{legend}</legend>
      {optional.map(({ id, label }) => (
        <label key={id} className="askfirst-option">
          <button
            type="button"
            role="switch"
            className="askfirst-switch"
            aria-checked={ticked.has(id)}
            aria-label={label}
            onClick={onTick(id)}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  )
}

/** Yes and no: one container, one kind of control, one size, in this order everywhere. */
export function AnswerButtons({ question }: { readonly question: Question }) {
  const { words, isArmed, onAccept, onRefuse } = question
  const act = { accept: onAccept, refuse: onRefuse }
  return (
    <div className="askfirst-actions">
      {ANSWERS.map((part) => (
        <button
          key={part}
          type="button"
          className="askfirst-button"
          data-state={isArmed ? 'armed' : 'arming'}
          data-askfirst-watch=""
          data-askfirst={part}
          onClick={act[part]}
        >
          {words[part]}
        </button>
      ))}
    </div>
  )
}

/**
 * That the time to answer is nearly over, which the notice announces; and what became of an answer that was
 * given, always in the page, so that it is heard.
 */
export function QuestionProgress({ question, text }: { question: Question; text?: Text | undefined }) {
  const used = useText(text)
  const { t } = used
  const { progress, failure } = question
  return (
    <>
      {question.status.ending && (
        <p className="askfirst-ending">{sayEnding(question.status.feature, used)}</p>
      )}
      <p className="askfirst-progress" role="status">
        {progress === 'waiting' && t('waitsForShown')}
        {progress === 'sending' && t('sending')}
        {progress === 'open' && failure !== undefined && t(failure)}
      </p>
    </>
  )
}
