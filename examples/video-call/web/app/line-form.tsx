import { SendHorizontal } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { maxLineLength } from '../../shared/signalling-messages.ts'

export interface LineFormProps {
  readonly label: string
  readonly placeholder: string
  /** `false` when it could not be sent: the text stays. */
  readonly onSend: (text: string) => boolean
}

/** One line of text, sent by Enter. */
export function LineForm({ label, placeholder, onSend }: LineFormProps) {
  const [text, setText] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '' && onSend(text)) setText('')
  }
  return (
    <form className="line-form" onSubmit={submit}>
      <input
        className="field"
        aria-label={label}
        placeholder={placeholder}
        value={text}
        maxLength={maxLineLength}
        onChange={(event) => setText(event.target.value)}
        autoComplete="off"
      />
      <button type="submit" className="plain" aria-label={`Send ${label.toLowerCase()}`} title="Send">
        <SendHorizontal />
      </button>
    </form>
  )
}
