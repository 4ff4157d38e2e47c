// #region browser
'use client'

import { createConsentClient } from '@askfirst/core'
import { type AnyClient, ConsentIndicator, ConsentNotice, ConsentProvider } from '@askfirst/react'
import { type ReactNode, useEffect, useState } from 'react'
import { summary } from './features.ts'

export function Consent({ url, token, children }: { url: string; token: string; children?: ReactNode }) {
  const [client, setClient] = useState<AnyClient>()
  useEffect(() => {
    const made = createConsentClient({ url, token, features: [summary] })
    setClient(made)
    return () => made.dispose()
  }, [url, token])
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
