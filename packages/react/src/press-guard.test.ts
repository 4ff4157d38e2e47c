import { fireEvent } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPressGuard } from './press-guard.ts'
import { seam } from './seam.ts'

const real = { ...seam }
let isArmed = true
let guard: ReturnType<typeof createPressGuard>
let button: HTMLButtonElement
beforeEach(() => {
  vi.useFakeTimers()
  Object.assign(seam, { isTrusted: () => true })
  isArmed = true
  button = document.body.appendChild(document.createElement('button'))
  guard = createPressGuard(button, () => isArmed)
})
afterEach(() => {
  guard.dispose()
  document.body.replaceChildren()
  Object.assign(seam, real)
  vi.useRealTimers()
})
const isAnswer = () => guard.isAnswer(new MouseEvent('click'), button)

describe('a click is no answer', () => {
  it('of a key that was held since before', () => {
    fireEvent.keyDown(button, { key: 'Enter', repeat: true })
    expect(isAnswer()).toBe(false)
    fireEvent.keyDown(button, { key: 'Enter', repeat: true })
    expect(isAnswer()).toBe(false)
    fireEvent.keyUp(button, { key: 'Enter' })
    vi.advanceTimersByTime(1)
    expect(isAnswer()).toBe(true)
  })

  it('of a press that began too early, whatever else goes up meanwhile', () => {
    isArmed = false
    fireEvent.pointerDown(button, { pointerId: 1 })
    isArmed = true
    fireEvent.keyUp(document.body, { key: 'Shift' })
    fireEvent.keyUp(document.body, { key: 'Enter' })
    fireEvent.pointerUp(document.body, { pointerId: 2 })
    vi.advanceTimersByTime(1_000)
    expect(isAnswer()).toBe(false)
  })
})

describe('a click is an answer', () => {
  it('of assistive technology, after a key went up in another window', () => {
    fireEvent.keyDown(document.body, { key: 'Enter' })
    expect(isAnswer()).toBe(false)
    fireEvent.blur(window)
    expect(isAnswer()).toBe(true)
  })

  it('while another key is held, as for push to talk', () => {
    fireEvent.keyDown(document.body, { key: ' ' })
    fireEvent.pointerDown(button, { pointerId: 1 })
    fireEvent.keyDown(document.body, { key: ' ', repeat: true })
    fireEvent.pointerUp(button, { pointerId: 1 })
    expect(isAnswer()).toBe(true)
  })

  it('inside a shadow root', () => {
    const host = document.body.appendChild(document.createElement('div'))
    host.attachShadow({ mode: 'open' }).append(button)
    fireEvent.pointerDown(button, { pointerId: 1, composed: true })
    expect(isAnswer()).toBe(true)
  })
})

it('tells presses apart inside a closed shadow root, of which the document hears only that there was one', () => {
  const outer = document.body.appendChild(document.createElement('div'))
  const root = outer.attachShadow({ mode: 'closed' })
  const [yes, no] = [root.appendChild(document.createElement('button')), document.createElement('button')]
  root.append(no)
  const inside = createPressGuard(yes, () => true)
  const click = () => inside.isAnswer(new MouseEvent('click'), yes)
  fireEvent.pointerDown(yes, { pointerId: 1, composed: true })
  expect(click()).toBe(true)
  fireEvent.pointerUp(yes, { pointerId: 1, composed: true })
  vi.advanceTimersByTime(1)
  fireEvent.pointerDown(no, { pointerId: 1, composed: true })
  expect(click()).toBe(false)
  inside.dispose()
})
