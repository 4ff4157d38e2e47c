// #region page
import { createConsentClient } from '@askfirst/core'
import { ConsentIndicator, ConsentNotice, ConsentProvider, HostFeatures } from '@askfirst/react'
import '@askfirst/react/styles.css'
import { useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { summary } from './features.ts'

const client = createConsentClient({
  url: `ws://${location.host}/consent`,
  token: async () => (await fetch(`/token${location.search}`)).text(),
  features: [summary],
})

/** Where your call is. What it says is where your sound would go to the AI, or not. */
function Call() {
  const [open, setOpen] = useState(false)
  useEffect(() => client.onGate((gate) => setOpen(gate.open)), [])
  return <p>{open ? 'The AI may hear you.' : 'This page sends the AI nothing of you.'}</p>
}

createRoot(document.body.appendChild(document.createElement('main'))).render(
  <ConsentProvider client={client}>
    <ConsentIndicator />
    <Call />
    <HostFeatures />
    <ConsentNotice />
  </ConsentProvider>,
)
// #endregion
