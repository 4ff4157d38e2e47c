// #region hooks
import { MyChoices, type Question, toAnswerProps, useNotice, useText } from '@askfirst/react'
import { useState } from 'react'

/** The same question, in elements and styles of your own; what `useNotice` gives is all there is to it. */
export function ByHooks() {
  const { announcement, current, regionRef } = useNotice()
  const { dir, lang, t } = useText()
  const [details, setDetails] = useState<string>()
  const said = current && toProgress(current)
  return (
    <>
      <p role="status" className="unseen" lang={lang}>
        {announcement}
      </p>
      {current && (
        <section ref={regionRef} className="card" aria-labelledby="asked" tabIndex={-1} lang={lang} dir={dir}>
          <h2 id="asked">{current.words.title}</h2>
          <p data-askfirst="lead">{current.words.lead}</p>
          <dl>
            {current.words.facts.map(({ label, text }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
          {current.words.notes.map((note) => (
            <p key={note}>{note}</p>
          ))}
          {current.words.optional.map(({ id, label }) => (
            <label key={id}>
              <button
                type="button"
                role="switch"
                aria-checked={current.ticked.has(id)}
                aria-label={label}
                onClick={current.tick(id)}
              />
              <span>{label}</span>
            </label>
          ))}
          <p role="status">{said && t(said)}</p>
          <div className="card-answers">
            <button type="button" className="card-button" {...toAnswerProps(current, 'accept')}>
              {current.words.accept}
            </button>
            <button type="button" className="card-button" {...toAnswerProps(current, 'refuse')}>
              {current.words.refuse}
            </button>
          </div>
          {current.words.later && (
            <button type="button" className="card-link" {...toAnswerProps(current, 'later')}>
              {current.words.later}
            </button>
          )}
          <button type="button" className="card-link" onClick={() => setDetails(current.status.id)}>
            {current.words.details}
          </button>
        </section>
      )}
      <MyChoices
        trigger={null}
        open={details !== undefined}
        onOpenChange={() => setDetails(undefined)}
        feature={details}
      />
    </>
  )
}

/** What became of an answer, by the key of its words. */
const toProgress = ({ progress, failure }: Question) =>
  (({ waiting: 'waitsForShown', sending: 'sending', open: failure }) as const)[progress]
// #endregion
