import { type ClientState, type ConsentClient, type FeatureStatus, selectOptionalAsks } from '@askfirst/core'
import { useId, useState } from 'react'
import { useConsentState } from './context.tsx'
import { useOwnKind } from './features.ts'
import type { Text } from './text.ts'
import { type Press, useArmed } from './use-armed.ts'
import { toQuestionKey } from './use-question.ts'
import { sayAsk } from './words.ts'

interface GrantedAsksProps {
  readonly client: ConsentClient
  readonly text: Text
  readonly status: FeatureStatus
}

const pendingOf = (state: ClientState): ClientState['pending'] => state.pending

/** Switches for the optional asks of somebody who is included; each shows what the authority has. */
export function GrantedAsks({ client, text, status }: GrantedAsksProps) {
  const [element, setElement] = useState<HTMLElement | null>(null)
  const [granting, setGranting] = useState<'no' | 'sending' | 'failed'>('no')
  const { onAnswer } = useArmed(element, toQuestionKey(status))
  const pending = useConsentState(client, pendingOf)
  const kind = useOwnKind(client)
  const labelId = useId()
  const optional = kind === 'person' ? selectOptionalAsks(status.feature) : []
  if (optional.length === 0) return null
  const isStopping = (id: string) =>
    pending.some(({ feature, asks }) => feature === status.id && asks?.includes(id))
  const granted = status.asks.filter((ask) => ask.granted && !isStopping(ask.id)).map(({ id }) => id)
  const isOn = (id: string) => granted.includes(id)
  // Taking back acts at once, like every no; granting waits for the authority.
  const toggle = async (id: string, press: Press): Promise<void> => {
    if (isOn(id)) return void client.withdraw(status.id, { asks: [id], ...press })
    if (granting === 'sending') return
    setGranting('sending')
    const grants = [...optional.filter(isOn), id]
    const reply = await client.accept(status.id, { grants, seen: status.decision, lang: text.lang, ...press })
    setGranting(reply.ok ? 'no' : 'failed')
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
            data-askfirst-watch="any"
            aria-checked={isOn(id)}
            aria-labelledby={`${labelId}-${id}`}
            aria-disabled={granting === 'sending' && !isOn(id)}
            onClick={onAnswer((press) => void toggle(id, press))}
          />
          <span id={`${labelId}-${id}`}>
            {sayAsk(status.feature, id, text)}
            {isStopping(id) && ` · ${text.t('standing_stopping')}`}
          </span>
        </div>
      ))}
      <p className="askfirst-progress" role="status">
        {granting === 'failed' && text.t('turnOnFailed')}
      </p>
    </fieldset>
  )
}
