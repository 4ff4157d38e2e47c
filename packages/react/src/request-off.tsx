import type { ConsentClient, FeatureStatus } from '@askfirst/core'
import { useState } from 'react'
import type { Text } from './text.ts'

interface RequestOffProps {
  readonly client: ConsentClient
  readonly text: Text
  readonly status: FeatureStatus
}

/** Asks the hosts, without a name, to turn it off for everybody; with few people it says what that is worth. */
export function RequestOff({ client, text: { t }, status: { id, actions, company } }: RequestOffProps) {
  const [progress, setProgress] = useState<'open' | 'sent' | 'failed'>('open')
  if (!actions.includes('requestOff')) return null
  const isSent = progress === 'sent'
  const ask = async (): Promise<void> => {
    if (isSent) return
    setProgress('sent')
    const reply = await client.requestOff(id)
    // Once is enough, whoever's press it was.
    if (!reply.ok && reply.rejection.code !== 'requested-already') setProgress('failed')
  }
  return (
    <div className="askfirst-request">
      <button
        type="button"
        className="askfirst-button"
        // Stays where it is, so that focus does.
        aria-disabled={isSent}
        onClick={() => void ask()}
      >
        {t('requestOff')}
        {company !== 'many' && <small> {t('requestOffFew')}</small>}
      </button>
      <p className="askfirst-progress" role="status">
        {isSent ? t('requestOffSoon') : progress === 'failed' && t('turnOnFailed')}
      </p>
    </div>
  )
}
