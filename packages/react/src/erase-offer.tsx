import type { ConsentClient, FeatureStatus } from '@askfirst/core'
import { useState } from 'react'
import type { Text } from './text.ts'
import { toTime } from './text.ts'

interface EraseOfferProps {
  readonly client: ConsentClient
  readonly text: Text
  readonly status: FeatureStatus
}

/** Offers erasing once the person is no longer included, and says which processor has done it. */
export function EraseOffer({ client, text, status: { id, actions, erasure } }: EraseOfferProps) {
  const { t } = text
  const canErase = actions.includes('erase')
  const [isFailed, setFailed] = useState(false)
  const erase = async (): Promise<void> => {
    setFailed(false)
    setFailed(!(await client.erase(id)).ok)
  }
  return (
    <>
      {canErase && (
        <div className="askfirst-erase">
          <p>{t('eraseLead')}</p>
          <button type="button" className="askfirst-button" onClick={() => void erase()}>
            {t('erase')}
          </button>
        </div>
      )}
      {/* Always in the page, so that it is heard. */}
      <div className="askfirst-progress" role="status">
        {isFailed && <p>{t('turnOnFailed')}</p>}
        {erasure !== undefined && (
          <div className="askfirst-erase">
            <p>
              {t(erasure.open.length > 0 ? 'eraseAsked' : 'eraseDone', {
                time: toTime(text, erasure.requestedAt),
              })}
            </p>
            <ul>
              {erasure.open.map((name) => (
                <li key={name} data-state="open">
                  {t('eraseOpenBy', { name })}
                </li>
              ))}
              {erasure.done.map((name) => (
                <li key={name} data-state="done">
                  {t('eraseDoneBy', { name })}
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </>
  )
}
