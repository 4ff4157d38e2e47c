// #region call
import { createConsentClient } from '@askfirst/core'
import { ConsentIndicator, ConsentNotice, ConsentProvider, HostFeatures } from '@askfirst/react'
import '@askfirst/react/styles.css'
import type { ReactNode } from 'react'
import { summary } from './features.ts'

const client = createConsentClient({ url, token, features: [summary] })
client.onGate(({ feature, ask, open }) => {
  if (feature === 'meeting-summary' && ask === 'summarise') setAiAudio(open)
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

declare const url: string
declare const token: string
declare const setAiAudio: (isOn: boolean) => void
