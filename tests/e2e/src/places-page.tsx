import { defineFeature, leaveMeOut } from '@askfirst/core'
import { ConsentIndicator, ConsentNotice, HostFeatures, LobbyNotice } from '@askfirst/react'
import { ReceiptView } from '@askfirst/react/choices'
import { ConsentTimeline, createRecorder } from '@askfirst/react/devtools'
import { createMeeting } from '@askfirst/testing'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

// One person of a meeting in memory, and where their page shows what Ask First shows: `?place=…&as=…`.

const summary = defineFeature({
  id: 'meeting-summary',
  revision: 1,
  policy: leaveMeOut,
  asks: { summarise: { purpose: 'summarise', data: ['audio'], required: true } },
  processors: [{ name: 'Acme AI', region: 'EU' }],
  retention: { days: 30 },
})
const meeting = await createMeeting({ features: [summary] })
const host = await meeting.join('Ana', { role: 'host' })
const as = new URL(location.href).searchParams.get('as')
/** A page as the consent server makes it: its styles are in it. */
const receipt = `<!doctype html><title>Yours</title><style>h1 { color: rgb(1, 2, 3) }</style><h1>Your receipt</h1>`
const client = await meeting.join('Bo', {
  indicator: false,
  ...(as === 'host' && { role: 'cohost' as const }),
  ...(as === 'lobby' && { place: 'lobby' as const }),
  takeHome: async () => ({ ok: true, receipt: { v: 1 }, page: receipt }) as never,
})

const recorder = createRecorder(client)

/** What the test does beside what a person does in the page. */
export interface Controls {
  turnOn(): Promise<unknown>
  permits(): boolean
  /** Opens another window, as picture-in-picture does: its document is another one than that of the script. */
  openWindow(): Promise<void>
}
declare global {
  var controls: Controls
  var documentPictureInPicture: { requestWindow(): Promise<Window> } | undefined
}
globalThis.controls = {
  turnOn: () => host.enable('meeting-summary', { answer: 'accept', grants: [] }),
  permits: () => client.permits('meeting-summary', 'summarise'),
  async openWindow() {
    const other = await globalThis.documentPictureInPicture?.requestWindow()
    if (other !== undefined) show(dress(other.document.body))
  },
}

/** The stylesheet, and an element to render into. */
function dress(parent: Element | ShadowRoot): HTMLElement {
  const page = parent.ownerDocument
  const styles = page.createElement('link')
  styles.rel = 'stylesheet'
  styles.href = new URL('/styles.css', location.href).href
  const element = page.createElement('div')
  parent.append(styles, element)
  return element
}

function show(element: HTMLElement): void {
  createRoot(element).render(
    <StrictMode>
      <main>
        <h1>Call</h1>
        <label>
          Chat <input />
        </label>
        <ConsentIndicator client={client} />
        {as === 'host' && <HostFeatures client={client} />}
        {as === 'lobby' ? <LobbyNotice client={client} /> : <ConsentNotice client={client} />}
        {as === 'reader' && <ReceiptView client={client} />}
        {as === 'developer' && <ConsentTimeline recorder={recorder} />}
      </main>
    </StrictMode>,
  )
}

const place = new URL(location.href).searchParams.get('place')
if (place === 'shadow') {
  const outer = document.body.appendChild(document.createElement('section'))
  show(dress(outer.attachShadow({ mode: 'open' })))
} else if (place === 'window') {
  const button = document.body.appendChild(document.createElement('button'))
  button.textContent = 'Pop out'
  button.addEventListener('click', () => void globalThis.controls.openWindow())
} else {
  show(dress(document.body))
}
