import { type ClientState, type ConsentClient, type FeatureStatus, selectOptionalAsks } from '@askfirst/core'
import { useId, useState } from 'react'
import { useConsentState } from './context.tsx'
import { useOwnKind } from './features.ts'
import type { Own } from './part.tsx'
import { AskedProvider, QuestionFacts, QuestionLead, QuestionNotes } from './question-parts.tsx'
import type { Text } from './text.ts'
import type { Press } from './use-armed.ts'
import { toQuestionKey, useAsked } from './use-question.ts'
import { sayAsk } from './words.ts'

interface GrantedAsksOptions {
  readonly client: ConsentClient
  readonly text: Text
  /** Undefined while there is nothing to switch. */
  readonly status: FeatureStatus | undefined
}

const pendingOf = (state: ClientState): ClientState['pending'] => state.pending

/** Switches for the optional asks of somebody who is included; each shows what the authority has. */
export function useGrantedAsks({ client, text, status }: GrantedAsksOptions): Own | undefined {
  const asked = useAsked({ client, text, status })
  const pending = useConsentState(client, pendingOf)
  const kind = useOwnKind(client)
  const labelId = useId()
  const [unshown, setUnshown] = useState('')
  const optional = status && kind === 'person' ? selectOptionalAsks(status.feature) : []
  if (status === undefined || asked === undefined || optional.length === 0) {
    if (unshown !== '') setUnshown('')
    return undefined
  }
  const question = `${toQuestionKey(status)} ${text.lang}`
  // Once there, the words stay: nobody has to read against the clock.
  if (!asked.isShown && unshown !== question) setUnshown(question)
  const mine = pending.filter(({ feature }) => feature === status.id)
  const isGranting = asked.progress === 'waiting' || mine.some(({ type }) => type === 'consent.accept')
  const isStopping = (id: string) => mine.some(({ asks }) => asks?.includes(id))
  const granted = status.asks.filter((ask) => ask.granted && !isStopping(ask.id)).map(({ id }) => id)
  const isOn = (id: string) => granted.includes(id)
  // Taking back acts at once, like every no; granting waits for the words, and for the authority.
  const toggle = (id: string, press: Press): void => {
    if (isOn(id)) void client.withdraw(status.id, { asks: [id], ...press })
    else if (!isGranting) asked.grant(press, [...optional.filter(isOn), id])
  }
  const says = (
    <>
      <legend>{text.t('optionalAsks')}</legend>
      {unshown === question && (
        // A yes from another run, or in another language, was given to other words than these. On a low screen they
        // are read one after the other, down to the switches.
        <AskedProvider value={{ words: asked.words, text }}>
          <QuestionLead className="askfirst-lead" data-askfirst-watch="any" />
          <QuestionFacts className="askfirst-facts" data-askfirst-watch="any" />
          <QuestionNotes className="askfirst-notes" data-askfirst-watch="any" />
        </AskedProvider>
      )}
      {optional.map((id) => (
        <div key={id} className="askfirst-option">
          <button
            type="button"
            role="switch"
            className="askfirst-switch"
            data-askfirst-watch="any"
            aria-checked={isOn(id)}
            aria-labelledby={`${labelId}-${id}`}
            aria-disabled={isGranting && !isOn(id)}
            onClick={asked.onAnswer((press) => toggle(id, press))}
          />
          <span id={`${labelId}-${id}`}>
            {sayAsk(status.feature, id, text)}
            {isStopping(id) && ` · ${text.t('standing_stopping')}`}
          </span>
        </div>
      ))}
      <p className="askfirst-progress" role="status">
        {asked.progress === 'waiting' ? text.t('waitsForShown') : asked.failure && text.t('turnOnFailed')}
      </p>
    </>
  )
  return { ref: asked.watch, 'data-state': asked.progress, says }
}
