import { type ConsentClient, type FeatureStatus, selectOptionalAsks } from '@askfirst/core'
import { useId, useState } from 'react'
import { useOwnKind } from './features.ts'
import type { Text } from './text.ts'
import { type Press, useArmed } from './use-armed.ts'
import { sayAsk } from './words.ts'

interface GrantedAsksProps {
  readonly client: ConsentClient
  readonly text: Text
  readonly status: FeatureStatus
}

/** Switches for the optional asks of somebody who is included; each shows what the authority has. */
export function GrantedAsks({ client, text, status }: GrantedAsksProps) {
  const [element, setElement] = useState<HTMLElement | null>(null)
  const [isSending, setSending] = useState(false)
  const { onAnswer } = useArmed(element, status.id)
  const kind = useOwnKind(client)
  const labelId = useId()
  const optional = kind === 'person' ? selectOptionalAsks(status.feature) : []
  if (optional.length === 0) return null
  const granted = optional.filter((id) => status.asks.some((ask) => ask.id === id && ask.granted))
  const toggle = async (id: string, press: Press): Promise<void> => {
    setSending(true)
    // Taking back acts at once, like every no; granting waits for the authority.
    if (granted.includes(id)) await client.withdraw(status.id, { asks: [id], ...press })
    else await client.accept(status.id, { grants: [...granted, id], lang: text.lang, ...press })
    setSending(false)
  }
  return (
    <fieldset className="askfirst-optional" ref={setElement}>
      <legend>{text.t('optionalAsks')}</legend>
      {optional.map((id) => (
        <div key={id} className="askfirst-option">
          <button
            type="button"
            role="switch"
            className="askfirst-switch"
            aria-checked={granted.includes(id)}
            aria-labelledby={`${labelId}-${id}`}
            aria-disabled={isSending}
            onClick={onAnswer((press) => void (isSending || toggle(id, press)))}
          />
          <span id={`${labelId}-${id}`}>{sayAsk(status.feature, id, text)}</span>
        </div>
      ))}
    </fieldset>
  )
}
