import { screen } from '@testing-library/react'
import { type ComponentPropsWithoutRef, forwardRef, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { describe, expect, it } from 'vitest'
import { openPage } from '../tests/call-page.tsx'
import { ConsentIndicator, ConsentNotice, Notice } from './index.ts'

const home = () => screen.getByRole('button', { name: 'My choices' })
const mute = () => screen.getByRole('button', { name: 'Mute' })

describe('focus that was in a notice which is gone', () => {
  it('goes to the lasting sign where what had it before takes it no more', async () => {
    const page = await openPage(
      <>
        <ConsentIndicator />
        <ConsentNotice />
      </>,
    )
    mute().focus()
    await page.turnOn()
    await page.user.keyboard('{F6}')
    mute().setAttribute('disabled', '')
    await page.turnOff()
    expect(home()).toHaveFocus()
  })

  it('goes to the sign that is in sight, where a page has one for small screens too', async () => {
    const page = await openPage(
      <>
        <fieldset disabled>
          <ConsentIndicator />
        </fieldset>
        <section aria-label="large screen">
          <ConsentIndicator />
        </section>
        <ConsentNotice />
      </>,
    )
    await page.turnOn()
    await page.user.keyboard('{F6}')
    await page.turnOff()
    expect(document.activeElement?.closest('section[aria-label="large screen"]')).not.toBeNull()
  })

  it.each([
    ['stays where what had it before hands it on', () => screen.getByRole('textbox').focus(), 'Chat'],
    ['goes to the lasting sign where that lets go of it', () => mute().blur(), 'My choices'],
  ])('%s', async (_, onFocus, name) => {
    const page = await openPage(
      <>
        <ConsentIndicator />
        <ConsentNotice />
      </>,
    )
    mute().focus()
    await page.turnOn()
    await page.user.keyboard('{F6}')
    mute().addEventListener('focus', onFocus)
    await page.turnOff()
    expect(document.activeElement).toHaveAccessibleName(name)
  })

  it('goes back also from a control of the app’s that has a shadow root of its own', async () => {
    const page = await openPage(
      <Notice.Root>
        <Notice.Region>
          <Notice.Title />
          <Notice.Later asChild>
            <Widget />
          </Notice.Later>
        </Notice.Region>
      </Notice.Root>,
    )
    const chat = screen.getByRole('textbox', { name: 'Chat' })
    chat.focus()
    await page.turnOn()
    await page.user.keyboard('{F6}')
    document.querySelector('.widget')?.shadowRoot?.querySelector('button')?.focus()
    await page.user.keyboard('{F6}')
    expect(chat).toHaveFocus()
    await page.user.keyboard('{F6}')
    document.querySelector('.widget')?.shadowRoot?.querySelector('button')?.focus()
    await page.turnOff()
    expect(chat).toHaveFocus()
  })
})

/** As web components are: what takes focus is in a shadow root. */
const Widget = forwardRef<HTMLSpanElement, ComponentPropsWithoutRef<'span'>>(function Widget(props, given) {
  const own = useRef<HTMLSpanElement>(null)
  const [root, setRoot] = useState<ShadowRoot | null>(null)
  useLayoutEffect(() => {
    const element = own.current
    if (element) setRoot(element.shadowRoot ?? element.attachShadow({ mode: 'open' }))
  }, [])
  return (
    <span {...props} ref={given}>
      <span ref={own} className="widget" />
      {root && createPortal(<button type="button">{props.children}</button>, root)}
    </span>
  )
})
