// #region hooks
import { toAnswerProps, useNotice } from '@askfirst/react'

/** The same question, with nothing of ours on the page; what `useNotice` gives is all there is to it. */
export function ByHooks() {
  const { announcement, current, regionRef } = useNotice()
  return (
    <>
      <p role="status" className="unseen">
        {announcement}
      </p>
      {current && (
        <section ref={regionRef} tabIndex={-1} aria-labelledby="asked" className="card">
          <h2 id="asked">{current.words.title}</h2>
          <p data-askfirst="lead">{current.words.lead}</p>
          {current.words.facts.map(({ label, text }) => (
            <p key={label}>
              {label}: {text}
            </p>
          ))}
          <p>{current.words.notes.join(' ')}</p>
          {current.words.optional.map(({ id, label }) => (
            <label key={id} className="card-row">
              <button
                type="button"
                role="switch"
                className="card-switch"
                aria-checked={current.ticked.has(id)}
                aria-label={label}
                onClick={current.tick(id)}
              />
              <span>{label}</span>
            </label>
          ))}
          <div className="card-row">
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
        </section>
      )}
    </>
  )
}
// #endregion
