import { createConsentClient } from '@askfirst/core'
import { ConsentIndicator, ConsentNotice, ConsentProvider, HostFeatures } from '@askfirst/react'
import '@askfirst/react/styles.css'
import type { ReactNode } from 'react'
import { summary } from './features.ts'

declare const url: string
declare const token: string
declare const setAiAudio: (isOn: boolean) => void

// #region call
const client = createConsentClient({ url, token, features: [summary] })
client.onGate(({ ask, open }) => {
  if (ask === 'summarise') setAiAudio(open)
})

export function Consent({ children }: { children: ReactNode }) {
  return (
    <ConsentProvider client={client}>
      <HostFeatures />
      <ConsentNotice />
      <ConsentIndicator />
      {children}
    </ConsentProvider>
  )
}
// #endregion
