import { SendHorizontal } from 'lucide-react'
import { maxLineLength } from '../../shared/signalling-messages.ts'
import { type Draft, isTooLong } from '../call/draft.ts'
import { useDraft } from '../call/use-call.ts'

export interface LineFormProps {
  readonly label: string
  readonly placeholder: string
  readonly draft: Draft
}

/** One line of text, sent by Enter. What did not arrive comes back, before what was written meanwhile. */
export function LineForm({ label, placeholder, draft }: LineFormProps) {
  const { text, lost } = useDraft(draft)
  return (
    <form
      className="line-form"
      onSubmit={(event) => {
        event.preventDefault()
        draft.send()
      }}
    >
      <input
        className="field"
        aria-label={label}
        placeholder={placeholder}
        value={text}
        maxLength={maxLineLength}
        onChange={(event) => draft.write(event.target.value)}
        autoComplete="off"
      />
      <button type="submit" className="plain" aria-label={`Send ${label.toLowerCase()}`} title="Send">
        <SendHorizontal />
      </button>
      <p className="hint" role="status">
        {isTooLong(text)
          ? `Too long to be sent: a line holds ${maxLineLength.toLocaleString('en')} characters. Shorten it first.`
          : lost.length > 0 && 'It did not arrive and is in the line again. Send it once more.'}
      </p>
    </form>
  )
}
