import type { ConsentClient, FeatureStatus } from '@askfirst/core'
import { useState } from 'react'
import type { Own } from './part.tsx'
import { isolate, type Text } from './text.ts'

interface EraseOptions {
  readonly client: ConsentClient
  readonly text: Text
  readonly status: FeatureStatus
}

/** Offers erasing once the person is no longer included, and says below which processor has done it. */
export function useEraseOffer({ client, text, status }: EraseOptions): Own {
  const { t } = text
  const { id, actions, decision, erasure, standing } = status
  // What became of it is of the answer that it followed.
  const [failed, setFailed] = useState<number>()
  const isFailed = failed === decision
  const erase = async (): Promise<void> => {
    setFailed(undefined)
    const reply = await client.erase(id)
    if (!reply.ok) setFailed(decision)
  }
  // What was erased before a later yes says nothing of what was captured since.
  const isOfBefore = actions.includes('erase') || /^(included|waiting|sending)$/.test(standing)
  const offer = actions.includes('erase') && (
    <div className="askfirst-erase">
      <p>{t('eraseLead')}</p>
      <button type="button" className="askfirst-button" onClick={() => void erase()}>
        {t('erase')}
      </button>
    </div>
  )
  const clock = new Intl.DateTimeFormat(text.lang, { timeStyle: 'short' })
  const isOpen = erasure !== undefined && erasure.open.length > 0
  const became = erasure !== undefined && (isOpen || !isOfBefore) && (
    <div className="askfirst-erase">
      <p>{t(isOpen ? 'eraseAsked' : 'eraseDone', { time: clock.format(erasure.requestedAt) })}</p>
      <ul>
        {erasure.open.map((name) => (
          <li key={name} data-state="open">
            {t('eraseOpenBy', { name: isolate(name, text) })}
          </li>
        ))}
        {erasure.done.map((name) => (
          <li key={name} data-state="done">
            {t('eraseDoneBy', { name: isolate(name, text) })}
          </li>
        ))}
      </ul>
    </div>
  )
  return {
    // Always in the page, so that it is heard.
    role: 'status',
    'data-state': isFailed ? 'failed' : became ? (isOpen ? 'open' : 'done') : undefined,
    says: (
      <>
        {isFailed && <p>{t('turnOnFailed')}</p>}
        {became}
      </>
    ),
    frame: (element) => (
      <>
        {offer}
        {element}
      </>
    ),
  }
}
