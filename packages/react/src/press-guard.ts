import { listen } from './own-root.ts'
import { seam } from './seam.ts'

/** A press that is down, or was until just now. */
interface Press {
  readonly path: readonly EventTarget[]
  readonly wasArmed: boolean
}

/** A tap's click comes later than its pointer goes up. */
const TAP_CLICK_MS = 350

/**
 * Tells answers from accidents.
 *
 * takes: presses anywhere in the document of an element · gives: whether a click is an answer
 * never: counts a click of a script, one before arming, or one whose press began elsewhere or too early;
 * a trusted click without any press (assistive technology) counts
 */
export function createPressGuard(element: Element, isArmed: () => boolean) {
  /** What is down, by key or pointer, the latest last. */
  const presses = new Map<unknown, Press>()
  const begin = (event: Event): void => {
    const by = whatPresses(event)
    if (by === undefined) return
    const isHeld = 'repeat' in event && event.repeat === true
    if (isHeld && presses.has(by)) return
    presses.delete(by)
    // Down since before anybody listened, so not meant for what came since.
    presses.set(by, { path: event.composedPath(), wasArmed: !isHeld && isArmed() })
  }
  const end = (event: Event): void => {
    const by = whatPresses(event)
    const ended = presses.get(by)
    const isTap = 'pointerType' in event && event.pointerType === 'touch'
    setTimeout(
      () => {
        if (presses.get(by) === ended) presses.delete(by)
      },
      isTap ? TAP_CLICK_MS : 0,
    )
  }
  /** Another window hears the key go up. */
  const forgetKeys = (): void => {
    for (const by of presses.keys()) if (typeof by === 'string') presses.delete(by)
  }
  const undo = [
    ...(['pointerdown', 'keydown'] as const).map((type) => listen(element, type, begin)),
    ...(['pointerup', 'pointercancel', 'keyup'] as const).map((type) => listen(element, type, end)),
  ]
  const view = element.ownerDocument.defaultView
  view?.addEventListener('blur', forgetKeys)
  return {
    isAnswer(event: MouseEvent, control: Element): boolean {
      if (!seam.isTrusted(event) || !isArmed()) return false
      const press = [...presses.values()].at(-1)
      return (
        press === undefined || (press.wasArmed && press.path.includes(control.closest('label') ?? control))
      )
    },
    dispose(): void {
      for (const each of undo) each()
      view?.removeEventListener('blur', forgetKeys)
    },
  }
}

/** The pointer, or the key where it is one that presses. */
const whatPresses = (event: Event): unknown => {
  if ('key' in event) return event.key === 'Enter' || event.key === ' ' ? event.key : undefined
  return 'pointerId' in event ? event.pointerId : 0
}
