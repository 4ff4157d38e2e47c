import { type RecordedEntry, viewFeature } from '@askfirst/core'
import { screen, within } from '@testing-library/react'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { findViolations, openPage } from '../../tests/call-page.tsx'
import { ConsentIndicator } from '../consent-indicator.tsx'
import { ConsentNotice } from '../consent-notice.tsx'
import { ConsentProvider, useConsentClient } from '../context.tsx'
import { type AnyRecorder, ConsentTimeline, createRecorder } from './index.ts'

let recorder: AnyRecorder

/** An app that opens the timeline with a button, and gives its parts the client on record. */
function Watched() {
  const client = useConsentClient()
  const [made] = useState(() => createRecorder(client))
  const [isOpen, setOpen] = useState(false)
  recorder = made
  return (
    <ConsentProvider client={made.client}>
      <ConsentNotice />
      <ConsentIndicator />
      <button type="button" onClick={() => setOpen(true)}>
        Devtools
      </button>
      {isOpen && <ConsentTimeline recorder={made} onClose={() => setOpen(false)} />}
    </ConsentProvider>
  )
}
type Page = Awaited<ReturnType<typeof openPage>>
const panel = () => screen.getByRole('region', { name: 'Consent timeline' })
const press = async (page: Page, name: string) => {
  await page.user.click(screen.getByRole('button', { name }))
  await page.pass(0)
}
const openPanel = async () => {
  const page = await openPage(<Watched />)
  await press(page, 'Devtools')
  return page
}
const entries = () =>
  within(within(panel()).getByRole('list', { name: 'Entries, newest first' }))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent)
const newest = () => entries()[0]
/** The row of an ask: its name, the gate by the facts, and on this device. */
const gates = (ask: string) =>
  within(within(panel()).getByRole('row', { name: new RegExp(`^${ask} `) }))
    .getAllByRole('cell')
    .map(({ textContent }) => textContent)

describe('the timeline tells', () => {
  it('what was wished, what came of it, and which gates are open', async () => {
    const page = await openPanel()
    expect(gates('summarise')).toEqual(['feature-off', 'closed'])
    await page.turnOn()
    expect(newest()).toContain('View: meeting-summary phase on · answer asked · standing question')
    expect(gates('summarise')).toEqual(['not-asked', 'closed'])
    await page.pass(2_100)
    await press(page, 'Include me')
    expect(newest()).toContain('Reply: accept done meeting-summary · after')
    expect(entries().filter((entry) => entry?.includes('Gate opened: summarise'))).toHaveLength(1)
    expect(gates('summarise')).toEqual(['open', 'open'])
    expect(gates('improve')).toEqual(['not-granted', 'closed'])
    expect(within(panel()).getByRole('rowheader', { name: 'meeting-summary: on, included' })).toBeVisible()
    await press(page, 'Stop including me')
    const told = entries().map((entry) => entry?.replace(/^[\d.]+ s /, ''))
    const closed = told.indexOf('Gate closed: summarise meeting-summary')
    const wished = told.indexOf('Wish: withdraw meeting-summary')
    expect([closed >= 0, wished - closed]).toEqual([true, 1])
    expect(gates('summarise')).toEqual(['withdrawn', 'closed'])
  })

  it('a rejection with what to do', async () => {
    const page = await openPanel()
    await page.during(recorder.client.erase('meeting-summary' as never))
    expect(newest()).toMatch(/Reply: erase rejected, nothing-to-erase .*This person was never included/)
  })

  it('a lost connection, while every gate is closed', async () => {
    const page = await openPanel()
    await page.turnOn()
    await page.pass(2_100)
    await press(page, 'Include me')
    await page.during(page.meeting.kill())
    expect(entries().some((entry) => entry?.includes('Connection: lost'))).toBe(true)
    // The facts last heard of allow it; the device does not.
    expect(gates('summarise')).toEqual(['open', 'closed'])
    expect(viewFeature(page.client.store.getState(), 'meeting-summary')?.standing).toBe('unknown')
  })
})

describe('the panel', () => {
  it('shows a kind of entry only, is emptied, and copied', async () => {
    const page = await openPanel()
    await page.turnOn()
    await page.user.selectOptions(screen.getByRole('combobox', { name: 'Show' }), 'connection and device')
    expect(entries().map((entry) => entry?.replace(/^[\d.]+ s /, ''))).toEqual([
      'Device: call indicator shown',
      'Device: call indicator hidden',
      'Connection: live ',
    ])
    const writeText = vi.spyOn(navigator.clipboard, 'writeText')
    await press(page, 'Copy as JSON')
    expect(within(panel()).getByRole('status')).toHaveTextContent('Copied')
    const { entries: kept } = JSON.parse(writeText.mock.lastCall?.[0] ?? '{}') as { entries: RecordedEntry[] }
    expect(kept).toHaveLength(recorder.entries().length)
    expect(kept.map(({ type }) => type)).toContain('view')
    await press(page, 'Clear')
    expect(panel()).toHaveTextContent('Nothing yet.')
  })

  it('says so where the browser does not let it copy', async () => {
    const page = await openPanel()
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('not allowed'))
    await press(page, 'Copy as JSON')
    expect(within(panel()).getByRole('status')).toHaveTextContent('The browser did not let it be copied')
  })

  it('takes focus, is left by keyboard, and gives focus back; nothing is answered by that', async () => {
    const page = await openPanel()
    await page.turnOn()
    expect(panel()).toHaveFocus()
    const passed: (string | null)[] = []
    for (let presses = 0; presses < 5; presses += 1) {
      await page.user.tab()
      const { activeElement } = document
      passed.push(activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? null)
    }
    expect(passed).toEqual([
      'Close',
      expect.stringMatching(/^everything/),
      'Copy as JSON',
      'Clear',
      'Entries, newest first',
    ])
    await page.user.keyboard('{Escape}')
    await page.pass(0)
    expect(screen.queryByRole('region', { name: 'Consent timeline' })).toBeNull()
    expect(screen.getByRole('button', { name: 'Devtools' })).toHaveFocus()
    expect(await page.deeds()).toEqual([])
  })

  it('has no violation when full, and stays below the notice', async () => {
    const page = await openPanel()
    await page.turnOn()
    const { position, zIndex } = getComputedStyle(panel())
    expect([position, zIndex]).toEqual(['fixed', '999'])
    expect(await findViolations()).toEqual([])
  })

  it('has no violation when empty', async () => {
    const page = await openPanel()
    await press(page, 'Clear')
    expect(await findViolations()).toEqual([])
  })
})
