import type { ConsentClient } from '@askfirst/core'
import { ConsentIndicator, ConsentNotice, ConsentProvider } from '@askfirst/react'
import type { ReactNode } from 'react'

declare const made: ConsentClient
declare const isDevelopment: boolean
declare const render: (node: ReactNode) => void

// #region devtools
async function start() {
  if (isDevelopment) {
    const { ConsentTimeline, createRecorder } = await import('@askfirst/react/devtools')
    const recorder = createRecorder(made)
    show(recorder.client, <ConsentTimeline recorder={recorder} />)
  } else show(made)
}

function show(client: ConsentClient, timeline?: ReactNode) {
  render(
    <ConsentProvider client={client}>
      <ConsentNotice />
      <ConsentIndicator />
      {timeline}
    </ConsentProvider>,
  )
}
// #endregion

void start()
