import type { ConsentClient, FeatureStatus } from '@askfirst/core'
import { useState } from 'react'
import type { Text } from './text.ts'

const SAID = { soon: 'requestOffSoon', sent: 'requestOffSent', failed: 'turnOnFailed' } as const

interface RequestOffProps {
  readonly client: ConsentClient
  readonly text: Text
  readonly status: FeatureStatus
}

/** Asks the hosts to turn it off for everybody: without a name, saying what that is worth with few people, or with it. */
export function RequestOff({ client, text: { t }, status: { id, actions, company } }: RequestOffProps) {
  const [progress, setProgress] = useState<'open' | 'soon' | 'sent' | 'failed'>('open')
  if (!actions.includes('requestOff')) return null
  const isSent = progress === 'soon' || progress === 'sent'
  const ask = async (anonymous: boolean): Promise<void> => {
    if (isSent) return
    setProgress(anonymous ? 'soon' : 'sent')
    const reply = await client.requestOff(id, { anonymous })
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
        onClick={() => void ask(true)}
      >
        {t('requestOff')}
        {company !== 'many' && <small> {t('requestOffFew')}</small>}
      </button>
      <button
        type="button"
        className="askfirst-button"
        aria-disabled={isSent}
        onClick={() => void ask(false)}
      >
        {t('requestOffNamed')}
      </button>
      <p className="askfirst-progress" role="status">
        {progress !== 'open' && t(SAID[progress])}
      </p>
    </div>
  )
}
