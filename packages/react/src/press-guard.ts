import { seam } from './seam.ts'

/** A press that is down, or was until just now. */
interface Press {
  readonly target: EventTarget | null
  readonly wasArmed: boolean
}

/** A tap's click comes later than its pointer goes up. */
const TAP_CLICK_MS = 350

/**
 * Tells answers from accidents.
 *
 * takes: presses anywhere in the document · gives: whether a click is an answer
 * never: counts a click of a script, one before arming, or one whose press began elsewhere or too early;
 * a trusted click without any press (assistive technology) counts
 */
export function createPressGuard(document: Document, isArmed: () => boolean) {
  let press: Press | undefined
  const begin = (event: Event): void => {
    if (event instanceof KeyboardEvent && (event.repeat || !isActivation(event))) return
    press = { target: event.target, wasArmed: isArmed() }
  }
  const end = (event: Event): void => {
    const ended = press
    const isTap = 'pointerType' in event && event.pointerType === 'touch'
    setTimeout(
      () => {
        if (press === ended) press = undefined
      },
      isTap ? TAP_CLICK_MS : 0,
    )
  }
  const begins = ['pointerdown', 'keydown'] as const
  const ends = ['pointerup', 'pointercancel', 'keyup'] as const
  for (const type of begins) document.addEventListener(type, begin, true)
  for (const type of ends) document.addEventListener(type, end, true)
  return {
    isAnswer(event: MouseEvent, control: Element): boolean {
      if (!seam.isTrusted(event) || !isArmed()) return false
      return press === undefined || (press.wasArmed && control.contains(press.target as Node | null))
    },
    dispose(): void {
      for (const type of begins) document.removeEventListener(type, begin, true)
      for (const type of ends) document.removeEventListener(type, end, true)
    },
  }
}

const isActivation = ({ key }: KeyboardEvent): boolean => key === 'Enter' || key === ' '
