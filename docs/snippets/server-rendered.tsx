// #region browser
'use client'

import { createConsentClient } from '@askfirst/core'
import { type AnyClient, ConsentIndicator, ConsentNotice, ConsentProvider } from '@askfirst/react'
import { type ReactNode, useEffect, useState } from 'react'
import { summary } from './features.ts'

export function Consent({ token, children }: { token: string; children: ReactNode }) {
  const [client, setClient] = useState<AnyClient>()
  useEffect(() => {
    const made = createConsentClient({ url: 'wss://your.app/consent', token, features: [summary] })
    setClient(made)
    return () => made.dispose()
  }, [token])
  return (
    <>
      {client && (
        <ConsentProvider client={client}>
          <ConsentNotice />
          <ConsentIndicator />
        </ConsentProvider>
      )}
      {children}
    </>
  )
}
// #endregion
