import { ConsentProvider, MyChoices } from '@askfirst/react'
import { useEffect, useState } from 'react'
import type { Admission } from '../call/rooms-api.ts'
import { type CallConsent, lookBack } from '../consent/consent-client.ts'
import { useLanguage } from '../consent/language.ts'
import { Page } from './page.tsx'

export interface LeftScreenProps {
  readonly admission: Admission
  readonly onRejoin: () => void
  readonly onHome: () => void
}

/** After leaving: a way back, and to what was answered. */
export function LeftScreen({ admission, onRejoin, onHome }: LeftScreenProps) {
  const [client, setClient] = useState<CallConsent>()
  useEffect(() => {
    const opened = lookBack(admission)
    setClient(opened)
    return () => opened.dispose()
  }, [admission])
  const language = useLanguage()
  return (
    <Page title="You left the meeting" lead="Nobody sees or hears you from this tab any more.">
      <div className="actions">
        <button type="button" className="button primary" onClick={onRejoin}>
          Rejoin
        </button>
        <button type="button" className="button" onClick={onHome}>
          Start another meeting
        </button>
      </div>
      {client && language && (
        <ConsentProvider client={client} {...language}>
          <p>
            Your answers about AI, and your receipt: <MyChoices />
          </p>
        </ConsentProvider>
      )}
    </Page>
  )
}
