import { type ConsentClient, sharedUplink } from '@askfirst/core'
import { act, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { findViolations, openPage, summary } from '../tests/call-page.tsx'
import { ConsentIndicator } from './consent-indicator.tsx'
import { createI18next } from './i18next.ts'
import { LobbyNotice } from './lobby-notice.tsx'
import { ar } from './text/ar.ts'
import { de } from './text/de.ts'

const MUTED = 'Your microphone is muted: your no is not confirmed yet. It comes back by itself.'
const region = () => screen.getByRole('region', { name: 'AI in this call' })
const said = (words: string) =>
  screen.getAllByRole('status').filter(({ textContent }) => textContent?.includes(words) === true)

/** A page whose person said no to a silent authority, and a microphone that knows who muted it. */
async function saysNo(options: Parameters<typeof openPage>[1] = {}) {
  const mic = { isMuted: false }
  const uplink = sharedUplink({
    mute() {
      mic.isMuted = true
      return () => {
        mic.isMuted = false
      }
    },
  })
  const page = await openPage(
    <>
      <ConsentIndicator />
      <LobbyNotice />
    </>,
    { features: [summary], as: { uplink }, ...options },
  )
  await page.turnOn()
  const client: ConsentClient = page.client as never
  await page.during(client.show('meeting-summary', { visibleMs: 2_000, lang: 'en' }))
  await page.during(client.accept('meeting-summary'))
  await page.during(page.meeting.kill())
  const no = client.withdraw('meeting-summary')
  await page.pass(0)
  const wait = async () => {
    await act(async () => page.meeting.clock.advance(1_000))
    await page.pass(0)
  }
  return { page, mic, no, wait, client }
}

describe('a microphone that is muted because a no is not confirmed', () => {
  it('is said in plain words, once, with why and that it comes back; and it does', async () => {
    const { page, mic, wait } = await saysNo()
    expect(region()).toHaveTextContent('AI summary Stopping…')
    expect(said('microphone')).toEqual([])
    await wait()
    expect(mic.isMuted).toBe(true)
    expect(region()).toHaveTextContent(MUTED)
    expect(said('microphone')).toHaveLength(1)
    await page.during(page.meeting.start())
    await page.advance(10_000)
    expect(mic.isMuted).toBe(false)
    expect(region()).toHaveTextContent('AI summary Left out')
    expect(region()).not.toHaveTextContent('microphone')
  })

  it('is unmuted by the person’s own hand, which says what that means, and focus stays', async () => {
    const { page, mic, wait } = await saysNo()
    await wait()
    await page.user.click(within(region()).getByRole('button', { name: 'Unmute anyway' }))
    await page.pass(0)
    expect(mic.isMuted).toBe(false)
    expect(region()).toHaveTextContent('Your microphone is on. Your no is not confirmed yet.')
    expect(within(region()).queryByRole('button', { name: 'Unmute anyway' })).toBeNull()
    expect(document.body).not.toHaveFocus()
    await wait()
    expect(mic.isMuted).toBe(false)
  })

  it('leaves focus where it is said, in the lobby too', async () => {
    const { page, wait, client } = await saysNo()
    await act(async () => client.enter('lobby'))
    await wait()
    screen.getByRole('button', { name: 'Unmute anyway' }).focus()
    await page.user.keyboard('{Enter}')
    await page.pass(0)
    expect(screen.queryByRole('button', { name: 'Unmute anyway' })).toBeNull()
    expect(document.activeElement).toHaveTextContent(/^Your microphone is on/)
    expect(document.body).not.toHaveFocus()
  })

  it('breaks no rule of accessibility, and is heard behind an open dialog', async () => {
    const { page, wait } = await saysNo()
    await page.user.click(screen.getByRole('button', { name: 'My choices' }))
    await page.pass(0)
    await wait()
    const heard = screen.getAllByRole('status').find(({ textContent }) => textContent === MUTED)
    expect(heard).toHaveAttribute('aria-live', 'polite')
    expect(await findViolations()).toEqual([])
  })

  it('is said in the lobby too', async () => {
    const { page, wait, client } = await saysNo()
    await act(async () => client.enter('lobby'))
    await wait()
    await page.pass(0)
    expect(said(MUTED)).toHaveLength(1)
    expect(await findViolations()).toEqual([])
  })

  it.each([
    ['de', 'Ihr Mikrofon ist stumm: Ihr Nein ist noch nicht bestätigt. Es geht von selbst wieder an.'],
    ['ar', 'ميكروفونك مكتوم: لم يؤكَّد رفضك بعد. سيعود تلقائيًا.'],
  ])('is said in %s', async (lang, words) => {
    const { wait } = await saysNo({
      i18n: createI18next({ lang, resources: { de, ar } }),
    })
    await wait()
    expect(said(words)).toHaveLength(1)
  })
})
