import { SendHorizontal } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { maxLineLength } from '../../shared/signalling-messages.ts'

export interface LineFormProps {
  readonly label: string
  readonly placeholder: string
  /** `false` when it did not arrive: the text comes back, before what was written meanwhile. */
  readonly onSend: (text: string) => Promise<boolean>
}

/** One line of text, sent by Enter. */
export function LineForm({ label, placeholder, onSend }: LineFormProps) {
  const [text, setText] = useState('')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() === '') return
    setText('')
    if (!(await onSend(text))) setText((later) => (later === '' ? text : `${text} ${later}`))
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
