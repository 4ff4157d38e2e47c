import { type ConsentClient, type FeatureStatus, hasUnknown } from '@askfirst/core'
import { useEffect, useState } from 'react'
import { type AnyClient, useConsentClient, useConsentState } from './context.tsx'
import { useFeatures } from './features.ts'

export interface Indicator {
  /** Features that run, or of which a no is still on its way; in the order of the catalogue. */
  readonly running: readonly FeatureStatus[]
  /** Whether something is on that this page has no declaration of; it takes nothing of the person. */
  readonly isUnknownOn: boolean
  /** Whether the person is in the call; in the lobby there is nothing to indicate. */
  readonly isInCall: boolean
  /** Stops including the person; where the policy says that no means leaving, it leaves as well. */
  stop(feature: string): void
  /** Goes on what the person sees. While it is there, and has a box, gates may open. */
  readonly indicatorRef: (element: HTMLElement | null) => void
}

/** The lasting indicator without a look of its own. */
export function useIndicator(options: { readonly client?: AnyClient | undefined } = {}): Indicator {
  const client = useConsentClient(options.client)
  const features = useFeatures(client)
  const isInCall = useConsentState(client, (state) => state.place === 'call')
  const isUnknownOn = useConsentState(client, hasUnknown)
  const [element, indicatorRef] = useState<HTMLElement | null>(null)
  const isShown = useHasBox(element)
  useEffect(() => (isShown ? client.attachIndicator() : undefined), [client, isShown])
  return {
    running: features.filter(({ phase, standing }) => phase !== 'off' || standing === 'stopping'),
    isUnknownOn,
    isInCall,
    stop: (feature) => void withdraw(client, feature),
    indicatorRef,
  }
}

/** Takes a yes back at once, and then leaves where the policy says that no means leaving. */
export async function withdraw(client: ConsentClient, feature: string): Promise<void> {
  const leaves = client.store.getState().catalogue.get(feature)?.feature.policy.decline === 'leave'
  const withdrawn = client.withdraw(feature)
  if (!leaves) return void (await withdrawn)
  await Promise.all([withdrawn, client.leave({ instead: feature })])
}

/** Whether the element is laid out: an indicator under `display: none` indicates nothing. */
function useHasBox(element: HTMLElement | null): boolean {
  const [hasBox, setHasBox] = useState(false)
  useEffect(() => {
    if (element === null) return setHasBox(false)
    if (typeof ResizeObserver === 'undefined') return setHasBox(true)
    // Fires once at the start, and whenever the box comes or goes.
    const observer = new ResizeObserver(() =>
      setHasBox(element.checkVisibility?.({ visibilityProperty: true, opacityProperty: true }) ?? true),
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [element])
  return hasBox && element !== null
}
