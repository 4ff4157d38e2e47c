// @vitest-environment jsdom
import { createConsentClient } from '@askfirst/core'
import { ConsentProvider } from '@askfirst/react'
import { act, createElement, type ReactNode, StrictMode, useEffect, useMemo } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { summary } from '../../docs/snippets/features.ts'
import { Consent } from '../../docs/snippets/server-rendered.tsx'

// What the docs say of StrictMode: which way of making a client leaves one that connects, and which does not.

/** What clients have connected to and not closed. */
let open: string[]
let root: Root
beforeEach(() => {
  open = []
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  vi.stubGlobal('WebSocket', openSocket)
  root = createRoot(document.body.appendChild(document.createElement('main')))
})
afterEach(async () => {
  await act(() => root.unmount())
  vi.unstubAllGlobals()
})

/** Stands in for a WebSocket that connects for ever. */
function openSocket(address: string) {
  open.push(address)
  const close = () => {
    open = open.filter((other) => other !== address)
  }
  return Object.assign(new EventTarget(), { close })
}
const url = 'ws://localhost/page'
const token = 'token'
const features = [summary]

/** Renders it, and waits until a client that is made afterwards has connected. */
async function show(ui: ReactNode): Promise<void> {
  await act(async () => root.render(createElement(StrictMode, null, ui)))
  await act(async () => {
    const later = createConsentClient({ url: 'ws://localhost/later', token, features })
    await vi.waitFor(() => expect(open).toContain('ws://localhost/later'))
    later.dispose()
  })
}

test('made in an effect, as the docs have it, one client connects, and none is left when it is gone', async () => {
  await show(createElement(Consent, { url, token }, 'A call'))
  expect(open).toEqual([url])
  expect(document.body.textContent).toContain('A call')
  await show(null)
  expect(open).toEqual([])
})

test('made in useMemo and disposed of in an effect, the one that is shown never connects', async () => {
  await show(createElement(Memo))
  expect(open).not.toContain(shown)
  expect(open, 'and one that nobody has is left').toHaveLength(1)
  await show(null)
  expect(open).toHaveLength(1)
})

let made = 0
let shown: string
/** What the docs warn of. */
function Memo() {
  const [own, client] = useMemo(() => {
    made += 1
    const address = `${url}/${made}`
    return [address, createConsentClient({ url: address, token, features })] as const
  }, [])
  useEffect(() => () => client.dispose(), [client])
  shown = own
  return createElement(ConsentProvider, { client })
}
