import { type MouseEvent, useCallback, useEffect, useRef, useState } from 'react'
import { createPressGuard } from './press-guard.ts'
import { useSight } from './use-sight.ts'

/** How long controls are seen before a press on them counts. */
export const ARM_MS = 600

/** How an answer was given, for the record. */
export interface Press {
  readonly method: 'button' | 'key'
  readonly armedMs: number
  readonly visibleMs: number
}

export interface ArmedControls {
  readonly isSeen: boolean
  /** Whether the words above the controls were seen too. */
  readonly isRead: boolean
  /** When the element came into sight, by `performance.now()`. */
  readonly seenSince: () => number | undefined
  readonly isArmed: boolean
  /** Wraps what an answer does: nothing happens unless the click is one. */
  onAnswer(act: (press: Press) => void): (event: MouseEvent<HTMLElement>) => void
}

/**
 * Controls in `element` that count only after they were seen for a while. A new question is seen anew;
 * controls that moved, or were replaced, arm anew.
 */
export function useArmed(element: HTMLElement | null, question: string): ArmedControls {
  const { isSeen, isRead, place, isStill } = useSight(element, question)
  const key = `${question} ${place}`
  const [armed, setArmed] = useState<string>()
  const since = useRef<{ seen?: number | undefined; armed?: number | undefined }>({})
  const guard = useRef<ReturnType<typeof createPressGuard>>(undefined)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another question is seen from when it comes
  useEffect(() => {
    if (!isSeen) return
    since.current.seen = performance.now()
    return () => {
      since.current.seen = undefined
    }
  }, [isSeen, question])

  useEffect(() => {
    if (!isSeen) return
    const timer = setTimeout(() => {
      since.current.armed = performance.now()
      setArmed(key)
    }, ARM_MS)
    return () => {
      clearTimeout(timer)
      since.current.armed = undefined
      setArmed(undefined)
    }
  }, [isSeen, key])

  useEffect(() => {
    if (element === null) return
    const created = createPressGuard(
      element,
      // They may have moved since the last look.
      () => since.current.armed !== undefined && isStill(),
    )
    guard.current = created
    return () => created.dispose()
  }, [element, isStill])

  const onAnswer = useCallback(
    (act: (press: Press) => void) => (event: MouseEvent<HTMLElement>) => {
      const { seen, armed: armedAt } = since.current
      if (event.defaultPrevented || seen === undefined || armedAt === undefined) return
      if (guard.current?.isAnswer(event.nativeEvent, event.currentTarget) !== true) return
      const now = performance.now()
      act({
        method: event.detail === 0 ? 'key' : 'button',
        armedMs: Math.round(now - armedAt),
        visibleMs: Math.round(now - seen),
      })
    },
    [],
  )
  return {
    isSeen,
    isRead,
    seenSince: useCallback(() => since.current.seen, []),
    isArmed: armed === key,
    onAnswer,
  }
}
