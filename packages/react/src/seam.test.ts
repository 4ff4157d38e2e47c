import { afterEach, expect, it } from 'vitest'
import { seam } from './seam.ts'

/** What lies at the middle of an element, as a browser would know. */
const hit = (found: Element | null): void => {
  document.elementFromPoint = () => found
}
afterEach(() => {
  Reflect.deleteProperty(document, 'elementFromPoint')
  document.body.replaceChildren()
})

it('sees a control only where a press would reach it, not the page behind what scrolled away', () => {
  const control = document.body.appendChild(document.createElement('button'))
  const label = control.appendChild(document.createElement('span'))
  hit(label)
  expect(seam.isInSight(control)).toBe(true)
  hit(document.body)
  expect(seam.isInSight(control)).toBe(false)
  hit(null)
  expect(seam.isInSight(control)).toBe(false)
})

it('sees yes and no only together, and switches one by one, however tall what they stand in', () => {
  const around = document.body.appendChild(document.createElement('fieldset'))
  const [first, second] = [1, 2].map(() => {
    const control = around.appendChild(document.createElement('button'))
    control.dataset.askfirstWatch = ''
    return control
  })
  hit(second ?? null)
  expect(seam.isInSight(around)).toBe(false)
  for (const control of [first, second]) if (control) control.dataset.askfirstWatch = 'any'
  expect(seam.isInSight(around)).toBe(true)
  hit(around)
  expect(seam.isInSight(around)).toBe(false)
})
