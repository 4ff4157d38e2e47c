import { toAnswerProps } from './answer-props.ts'
import { createParts } from './part.tsx'
import { type Text, toSentences } from './text.ts'
import type { Question } from './use-question.ts'
import type { NoticeWords } from './words.ts'

// takes: the question above, be it in the call, in the lobby or in my choices · gives: its words and its controls
// never: says or does on one surface what it does not on another

/** The question that the parts are of; its words alone where it is only shown. */
interface Asked extends Partial<Question> {
  readonly words: NoticeWords
  readonly text: Text
  readonly titleId?: string
  /** Shows more of the feature. */
  readonly onDetails?: (feature: string) => void
}
const { Provider, part } = /* @__PURE__ */ createParts<Asked | null>('Notice')

/** Takes the question that the parts below are of; null while there is none. */
export const AskedProvider = Provider

/** The visible title. */
export const QuestionTitle = /* @__PURE__ */ part(
  'h2',
  (asked) => asked && { id: asked.titleId, says: asked.words.title },
)
/** Who turned it on, what is taken, what for. */
export const QuestionLead = /* @__PURE__ */ part(
  'p',
  (asked) => asked && { 'data-askfirst': 'lead', says: asked.words.lead },
)
/** Who processes it, and how long it is kept. */
export const QuestionFacts = /* @__PURE__ */ part('dl', (asked) => {
  const says = asked?.words.facts.map(({ label, text }) => (
    <div key={label}>
      <dt>{label}</dt>
      <dd>{text}</dd>
    </div>
  ))
  return says && { says }
})
/** What the policy does, what a no does, who may learn of the answer, and that the time for one is nearly over. */
export const QuestionNotes = /* @__PURE__ */ part('p', (asked) => {
  if (!asked) return undefined
  const { notes, warning } = asked.words
  const all = toSentences(asked.text, notes)
  if (warning === undefined) return { says: all }
  const [before, ...after] = all.split(warning)
  const says = (
    <>
      {before}
      <strong>{warning}</strong>
      {after.join(warning)}
    </>
  )
  return { says }
})

/** A switch for each optional ask, off until the person switches it on; not there where there are none. */
export const QuestionAsks = /* @__PURE__ */ part('fieldset', (asked) => {
  const { words, ticked, tick } = asked ?? {}
  if (!words?.legend || !tick) return undefined
  const says = (
    <>
      <legend>{words.legend}</legend>
      {words.optional.map(({ id, label }) => (
        <label key={id} className="askfirst-option">
          <button
            type="button"
            role="switch"
            className="askfirst-switch"
            aria-checked={ticked?.has(id)}
            aria-label={label}
            onClick={tick(id)}
          />
          <span>{label}</span>
        </label>
      ))}
    </>
  )
  return { says }
})

/** What became of an answer that was given; always in the page, so that it is heard. */
export const QuestionProgress = /* @__PURE__ */ part('p', (asked) => {
  if (!asked?.progress) return undefined
  const { failure, progress, text } = asked
  const key = { waiting: 'waitsForShown', sending: 'sending', open: failure } as const
  const said = key[progress]
  return { role: 'status', 'data-state': progress, says: said && text.t(said) }
})

/** Whether it can be answered here, and is not only shown. */
const isPut = (asked: Asked | null): asked is Asked & Question => asked?.onAccept !== undefined

/** One control of an answer. */
const answer = (name: 'accept' | 'refuse' | 'later') =>
  part('button', (asked) => {
    if (!isPut(asked) || (name === 'later' && !asked.status.actions.includes('defer'))) return undefined
    return { ...toAnswerProps(asked, name), says: asked.words[name] }
  })
/** Yes. Counts only as a trusted press, once armed. */
export const QuestionAccept = /* @__PURE__ */ answer('accept')
/** No, under the same rules and with the same effort as yes. */
export const QuestionRefuse = /* @__PURE__ */ answer('refuse')
/** Puts the question off: left out until answered. Not there where that cannot be. */
export const QuestionLater = /* @__PURE__ */ answer('later')

/** Shows more of the feature: opens My choices there, unless the root has `onDetails`. */
export const QuestionDetails = /* @__PURE__ */ part('button', (asked) => {
  const { onDetails, status, words } = asked ?? {}
  return onDetails && status && { onClick: () => onDetails(status.id), says: words?.details }
})

/** What a question says, in the look of the prefabs. */
export function QuestionWords() {
  return (
    <>
      <QuestionLead className="askfirst-lead" />
      <QuestionFacts className="askfirst-facts" />
      <QuestionNotes className="askfirst-notes" />
      <QuestionAsks className="askfirst-optional" />
    </>
  )
}

/** What became of an answer, and yes and no: one container, one kind of control, one size, in this order everywhere. */
export function QuestionAnswers() {
  return (
    <>
      <QuestionProgress className="askfirst-progress" />
      <div className="askfirst-actions">
        <QuestionAccept className="askfirst-button" />
        <QuestionRefuse className="askfirst-button" />
      </div>
    </>
  )
}
