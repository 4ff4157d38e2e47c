import type { CallState } from '../call/call.ts'

/** Always the same, and without a number: what changed with a message would tell whose was left out. */
const LEFT_OUT =
  'Left out of summary and transcript: messages of people who are not included, and what anybody wrote before their yes. Neither says whose.'

/** What the notetaker made of what it was allowed to have. */
export function NotesPanel({
  summary,
  transcript,
  heard,
}: Pick<CallState, 'summary' | 'transcript' | 'heard'>) {
  const hasSummary = summary !== undefined && summary.sentences.length > 0
  return (
    <div className="notes">
      {hasSummary ? (
        <section aria-labelledby="summary">
          <h3 id="summary">Summary so far</h3>
          <ul aria-labelledby="summary">
            {summary.sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          <p className="hint">
            From what the people who are included wrote, without their names, in five sentences at most.
          </p>
        </section>
      ) : (
        <p className="empty">
          No summary yet. It is made only from chat and captions that people let the AI have. Of voices the
          notetaker of this demo counts the seconds; it writes down nothing of them.
        </p>
      )}
      {transcript.length > 0 && (
        <section aria-labelledby="transcript">
          <h3 id="transcript">Transcript</h3>
          <ol>
            {transcript.map((line, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same words may be said twice
              <li key={at}>{line}</li>
            ))}
          </ol>
        </section>
      )}
      <p className="hint">{LEFT_OUT}</p>
      <dl>
        <div>
          <dt>You were heard by the AI for</dt>
          <dd>{seconds(heard)}</dd>
        </div>
      </dl>
    </div>
  )
}

const seconds = (value: number) => `${Math.round(value)} s`
