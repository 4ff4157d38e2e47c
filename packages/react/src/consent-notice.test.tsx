import { fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { browser, findViolations, openPage, orLeave, summary, withPolicy } from '../tests/call-page.tsx'
import { ConsentIndicator } from './consent-indicator.tsx'
import { ConsentNotice } from './consent-notice.tsx'
import { seam } from './seam.ts'

const notice = () => screen.getByRole('region', { name: 'Include you in AI summary?' })
const accept = () => within(notice()).getByRole('button', { name: 'Include me' })
const refuse = () => within(notice()).getByRole('button', { name: 'Leave me out' })
const chat = () => screen.getByRole('textbox', { name: 'Chat' })

describe('a fair notice', () => {
  it('says no and yes with the same element in the same container, neither of them focused', async () => {
    const page = await openPage(<ConsentNotice />)
    await page.turnOn()
    expect(accept().tagName).toBe('BUTTON')
    expect(refuse().tagName).toBe('BUTTON')
    expect(accept().parentElement).toBe(refuse().parentElement)
    expect(accept().className).toBe(refuse().className)
    const running = [...screen.queryAllByRole('paragraph'), ...screen.queryAllByRole('listitem')]
    for (const text of running) expect(text).not.toContainElement(refuse())
    expect(document.body).toHaveFocus()
    expect(accept().compareDocumentPosition(refuse())).toBe(Node.DOCUMENT_POSITION_FOLLOWING)
  })

  it('says who, what, what for, by whom and how long', async () => {
    const page = await openPage(<ConsentNotice />)
    await page.turnOn()
    const said = notice().textContent ?? ''
    for (const fact of [
      'Ana turned on AI summary',
      'your voice and your chat messages',
      'to summarise the meeting',
      'Acme AI (acme-large-3, EU)',
      'For 30 days',
      'change your answer at any time',
    ]) {
      expect(said).toContain(fact)
    }
    expect(within(notice()).getByRole('switch')).not.toBeChecked()
  })

  it.each([
    ['two people', [], {}, 'With only two people here, your answer cannot be hidden.'],
    ['few people', ['Cy'], {}, 'With so few people here, others may guess your answer.'],
    ['named answers', ['Cy'], { disclosure: 'named' }, 'Hosts see by name who answered and who’s included.'],
  ] as const)('warns with %s', async (_, others, policy, warning) => {
    const page = await openPage(<ConsentNotice />, { others, features: [withPolicy(policy)] })
    await page.turnOn()
    expect(notice()).toHaveTextContent(warning)
  })

  it('takes a bare 0 for a length, of which CSS could not compute its size', async () => {
    const page = await openPage(<ConsentNotice safeArea={{ inlineStart: '0', blockEnd: '4rem' }} />)
    await page.turnOn()
    const { style } = notice()
    expect(style.getPropertyValue('--askfirst-safe-inline-start')).toBe('0px')
    expect(style.getPropertyValue('--askfirst-safe-block-end')).toBe('4rem')
    expect(style.getPropertyValue('--askfirst-safe-block-start')).toBe('')
  })

  it('offers later, which leaves the question with the indicator', async () => {
    const page = await openPage(
      <>
        <ConsentIndicator />
        <ConsentNotice />
      </>,
    )
    await page.turnOn()
    await page.pass(700)
    await page.user.click(within(notice()).getByRole('button', { name: 'Later' }))
    await page.pass(0)
    expect(screen.queryByRole('region', { name: /Include you/ })).toBeNull()
    expect(screen.getByRole('button', { name: 'Answer' })).toBeVisible()
    expect(await page.deeds()).toEqual(['consent.deferred'])
  })

  it('tells whose no lasts, and does not ask again', async () => {
    const page = await openPage(<ConsentNotice />)
    await page.turnOn()
    await page.pass(2_100)
    await page.user.click(refuse())
    await page.turnOff()
    await page.turnOn()
    expect(screen.queryByRole('button', { name: 'Include me' })).toBeNull()
    expect(screen.getByRole('region', { name: 'AI summary is on. You are still left out.' })).toBeVisible()
    expect(await findViolations()).toEqual([])
  })

  it('under accept or leave says leave, and leaves the call', async () => {
    const leave = vi.fn(async () => {})
    const page = await openPage(<ConsentNotice />, { features: [orLeave], as: { call: { leave } } })
    await page.turnOn()
    await page.pass(700)
    await page.user.click(within(notice()).getByRole('button', { name: 'Leave the call' }))
    await page.pass(0)
    expect(leave).toHaveBeenCalledOnce()
    expect(await page.deeds()).toEqual(['participant.left'])
  })
})

describe('an answer is never an accident', () => {
  it('leaves typed text and focus alone while it appears', async () => {
    const page = await openPage(<ConsentNotice />)
    await page.user.click(chat())
    await page.user.keyboard('hel')
    await page.turnOn()
    await page.user.keyboard('lo  {Enter}')
    await page.pass(700)
    await page.user.keyboard('there {Enter}')
    expect(chat()).toHaveValue('hello  there ')
    expect(chat()).toHaveFocus()
    await page.pass(0)
    expect(await page.deeds()).toEqual([])
  })

  it('arms once it was seen for 600 ms', async () => {
    const page = await openPage(<ConsentNotice />)
    await page.turnOn()
    await page.pass(500)
    await page.user.click(refuse())
    expect(await page.deeds()).toEqual([])
    await page.pass(200)
    await page.user.click(refuse())
    await page.pass(0)
    expect(await page.deeds()).toEqual(['consent.declined'])
  })

  it('ignores Enter and Space in the first 500 ms, wherever focus is', async () => {
    const page = await openPage(<ConsentNotice />)
    await page.turnOn()
    for (const control of [accept(), refuse()]) {
      control.focus()
      await page.user.keyboard('{Enter} ')
    }
    await page.pass(450)
    await page.user.keyboard('{Enter} ')
    await page.pass(3_000)
    expect(await page.deeds()).toEqual(['notice.shown'])
  })

  it('ignores a press that began before arming, or elsewhere', async () => {
    const page = await openPage(<ConsentNotice />)
    await page.turnOn()
    await page.pass(400)
    await page.user.pointer({ keys: '[MouseLeft>]', target: accept() })
    await page.pass(400)
    await page.user.pointer({ keys: '[/MouseLeft]', target: accept() })
    await page.pass(400)
    fireEvent.pointerDown(chat())
    fireEvent.click(accept())
    fireEvent.pointerUp(chat())
    await page.pass(2_000)
    expect(await page.deeds()).toEqual(['notice.shown'])
  })

  it('counts a click of assistive technology, which has no press', async () => {
    const page = await openPage(<ConsentNotice />)
    await page.turnOn()
    await page.pass(700)
    fireEvent.click(refuse())
    await page.pass(0)
    expect(await page.deeds()).toEqual(['consent.declined'])
  })

  it('never counts what a script clicks', async () => {
    browser.isPerson = false
    const page = await openPage(<ConsentNotice />)
    await page.turnOn()
    await page.pass(2_500)
    accept().click()
    refuse().click()
    await page.pass(2_500)
    expect(await page.deeds()).toEqual(['notice.shown'])
  })

  it('knows a script by the event itself', () => {
    expect(seam.isTrusted(new MouseEvent('click'))).toBe(false)
  })

  it('takes Esc, a click outside and time for no answer', async () => {
    const page = await openPage(<ConsentNotice />)
    await page.turnOn()
    await page.user.keyboard('{F6}{Escape}')
    await page.user.click(screen.getByRole('button', { name: 'Mute' }))
    await page.pass(60_000)
    expect(notice()).toBeVisible()
    expect(await page.deeds()).toEqual(['notice.shown'])
  })
})

describe('a yes', () => {
  it('waits until the notice was seen for 2 s, and then goes by itself', async () => {
    const page = await openPage(<ConsentNotice />)
    await page.turnOn()
    await page.pass(700)
    await page.user.click(within(notice()).getByRole('switch'))
    await page.user.click(accept())
    await page.pass(1_000)
    expect(await page.deeds()).toEqual([])
    expect(notice()).toHaveTextContent('One moment')
    await page.pass(500)
    expect(await page.deeds()).toEqual(['notice.shown', 'consent.accepted'])
    const events = await page.meeting.events()
    expect(
      events.find(
        ({ type, ...rest }) =>
          type === 'consent.accepted' && 'participant' in rest && rest.participant === 'Bo',
      ),
    ).toMatchObject({
      grants: ['summarise', 'improve'],
      method: 'button',
    })
  })

  it('is taken back by a no that comes before it went', async () => {
    const page = await openPage(<ConsentNotice />)
    await page.turnOn()
    await page.pass(700)
    await page.user.click(accept())
    await page.user.click(refuse())
    await page.pass(3_000)
    expect(await page.deeds()).toEqual(['consent.declined'])
  })

  it('needs 2 s without a break', async () => {
    const page = await openPage(<ConsentNotice />)
    await page.turnOn()
    await page.pass(1_500)
    browser.isSeen = false
    await page.pass(500)
    browser.isSeen = true
    await page.pass(1_500)
    expect(await page.deeds()).toEqual([])
    await page.pass(1_000)
    expect(await page.deeds()).toEqual(['notice.shown'])
  })
})

describe('everybody can use it', () => {
  it('is announced once, in a status that was there before', async () => {
    const page = await openPage(<ConsentNotice />)
    const status = screen.getByRole('status')
    expect(status).toBeEmptyDOMElement()
    await page.turnOn()
    expect(status).toHaveTextContent('Question: include you in AI summary? Press F6 to answer.')
    expect(status).toBeInTheDocument()
  })

  it('is heard again when it is asked again, whatever else is said meanwhile', async () => {
    const page = await openPage(<ConsentNotice />)
    const status = screen.getByRole('status')
    await page.turnOn('captions')
    await page.pass(700)
    await page.user.click(screen.getByRole('button', { name: 'Leave me out' }))
    await page.turnOff('captions')
    await page.turnOn('captions')
    expect(status).toHaveTextContent('AI captions is on. You are still left out.')
    await page.turnOn()
    const said = 'Question: include you in AI summary? Press F6 to answer.'
    expect(status).toHaveTextContent(said)
    await page.pass(700)
    await page.user.click(screen.getByRole('button', { name: 'Later' }))
    await page.pass(0)
    // The same words would be no change to who listens.
    expect(status).toBeEmptyDOMElement()
    expect(screen.getByText('AI captions is on. You are still left out.')).toBeVisible()
    await page.advance(31_000)
    await page.during(page.host.askAgain('meeting-summary'))
    expect(status).toHaveTextContent(said)
  })

  it('is not heard again because the connection was away', async () => {
    const page = await openPage(<ConsentNotice />)
    const status = screen.getByRole('status')
    await page.turnOn()
    expect(status).toHaveTextContent('Question: include you in AI summary?')
    await page.during(page.meeting.kill())
    expect(status).toBeEmptyDOMElement()
    await page.during(page.meeting.start())
    await page.advance(6_000)
    expect(notice()).toBeVisible()
    expect(status).toBeEmptyDOMElement()
  })

  it('may sound, once for each question, and never before it can be seen', async () => {
    const seen: boolean[] = []
    const sound = () => seen.push(screen.queryByRole('region', { name: /^Include you in/ }) !== null)
    const page = await openPage(<ConsentNotice sound={sound} />)
    expect(seen).toEqual([])
    await page.turnOn()
    expect(seen).toEqual([true])
    await page.pass(5_000)
    await page.turnOn('captions')
    expect(seen).toEqual([true, true])
    await page.user.click(refuse())
    await page.pass(0)
    expect(seen).toHaveLength(2)
    // What is told and not asked is silent.
    await page.turnOff()
    await page.turnOn()
    expect(screen.getByRole('region', { name: /AI captions/ })).toBeVisible()
    expect(seen).toHaveLength(2)
  })

  it('is asked as ever where the sound fails', async () => {
    const failed = new Promise((resolve) => process.once('uncaughtException', resolve))
    const sound = () => {
      throw new Error('no loudspeaker')
    }
    const page = await openPage(<ConsentNotice sound={sound} />)
    await page.turnOn()
    expect(await failed).toMatchObject({ message: 'no loudspeaker' })
    expect(notice()).toBeVisible()
    expect(screen.getByText(/^Question: include you in AI summary/)).toBeInTheDocument()
  })

  it('lets F6 in and out, and Tab leave', async () => {
    const page = await openPage(<ConsentNotice />)
    await page.user.click(chat())
    await page.turnOn()
    await page.user.keyboard('{F6}')
    expect(notice()).toHaveFocus()
    await page.user.keyboard('{F6}')
    expect(chat()).toHaveFocus()
    await page.user.keyboard('{F6}')
    for (let stop = 0; stop < 6; stop += 1) await page.user.tab()
    expect(notice()).not.toContainElement(document.activeElement as HTMLElement)
  })

  it('gives focus back after a decision', async () => {
    const page = await openPage(<ConsentNotice />)
    await page.user.click(chat())
    await page.turnOn()
    await page.pass(700)
    await page.user.click(refuse())
    await page.pass(0)
    expect(chat()).toHaveFocus()
  })

  it('gives focus back to where it was before, also after a look at the details', async () => {
    const page = await openPage(<ConsentNotice />)
    await page.user.click(chat())
    await page.turnOn()
    await page.pass(700)
    await page.user.keyboard('{F6}')
    await page.user.click(screen.getByRole('button', { name: 'Details' }))
    await page.pass(0)
    await page.user.tab()
    await page.user.keyboard('{Escape}')
    await page.pass(700)
    await page.user.click(refuse())
    await page.pass(0)
    expect(chat()).toHaveFocus()
  })

  it('gathers questions in one notice and does not move the one being read', async () => {
    const page = await openPage(<ConsentNotice />)
    await page.turnOn()
    await page.turnOn('captions')
    expect(notice()).toHaveTextContent('1 more question')
    await page.pass(700)
    await page.user.click(refuse())
    await page.pass(0)
    expect(screen.getByRole('region', { name: 'Include you in AI captions?' })).toHaveFocus()
    await page.user.keyboard('{Enter}')
    expect(await page.deeds()).toEqual(['consent.declined'])
  })

  it('breaks no rule of axe', async () => {
    const page = await openPage(<ConsentNotice />)
    await page.turnOn()
    await page.turnOn('captions')
    expect(await findViolations()).toEqual([])
  })

  it.each(['q', 'Ctrl+Shift+K'])('refuses %s as a shortcut: people type it, or it is no key', async (key) => {
    const silent = vi.spyOn(console, 'error').mockImplementation(() => {})
    await expect(openPage(<ConsentNotice shortcut={key} />, { features: [summary] })).rejects.toThrow(
      /shortcut/,
    )
    silent.mockRestore()
  })
})
