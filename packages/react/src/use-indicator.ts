import {
  type ClientState,
  type ConsentClient,
  type FeatureStatus,
  type Others,
  selectUnknown,
} from '@askfirst/core'
import { useEffect, useState } from 'react'
import { type AnyClient, useConsentClient, useConsentState } from './context.tsx'
import { useFeatures, useIsLive } from './features.ts'
import { keepLooking } from './keep-looking.ts'
import { isOnShow } from './on-show.ts'

type Beside = 'nothingOn' | 'unknownOn' | 'unknownIncluded' | ClientState['unheard']

/** What the indicator says, and what may be done there. */
export interface Indicator {
  /** Features that run, or of which a no is still on its way; in the order of the catalogue. */
  readonly running: readonly FeatureStatus[]
  /**
   * What is to be said beside what runs: `nothingOn` · `unknownOn` AI that this page has no declaration of, and nothing of
   * the person in it · `unknownIncluded` the same, and the person in it by another device · `unknown` and `offline` no
   * connection, as in `Standing`. Undefined where what runs says it.
   */
  readonly beside: Beside | undefined
  /** Bots and recorders in the call, and people in it who could not be asked. */
  readonly others: Others
  /** Whether the authority says so now; if not, what runs is not known. */
  readonly isLive: boolean
  /** Whether the person is in the call; in the lobby there is nothing to indicate. */
  readonly isInCall: boolean
  /** Stops including the person; where the policy says that no means leaving, it leaves as well. */
  stop(feature: string): void
  /** Goes on what the person sees. While it is there, and to be seen, gates may open. */
  readonly indicatorRef: (element: HTMLElement | null) => void
}

const NOBODY: Others = { bots: [], strangers: [] }
/** The same for the same state. */
export const othersOf = ({ view }: ClientState): Others => view?.others ?? NOBODY

function besideOf(state: ClientState, isAlone: boolean): Beside | undefined {
  if (state.connection !== 'live') return isAlone ? state.unheard : undefined
  const unknown = selectUnknown(state)
  if (unknown === 'off') return isAlone ? 'nothingOn' : undefined
  return unknown === 'on' ? 'unknownOn' : 'unknownIncluded'
}

/** The lasting indicator without a look of its own. */
export function useIndicator(options: { readonly client?: AnyClient | undefined } = {}): Indicator {
  const client = useConsentClient(options.client)
  const features = useFeatures(client)
  const isInCall = useConsentState(client, (state) => state.place === 'call')
  const isLive = useIsLive(client)
  const [element, indicatorRef] = useState<HTMLElement | null>(null)
  const isShown = useOnShow(isInCall ? element : null)
  useEffect(() => (isShown ? client.attachIndicator() : undefined), [client, isShown])
  const running = features.filter(({ phase, standing }) => phase !== 'off' || standing === 'stopping')
  return {
    running,
    beside: useConsentState(client, (state) => besideOf(state, running.length === 0)),
    others: useConsentState(client, othersOf),
    isLive,
    isInCall,
    stop: (feature) => void withdraw(client, feature),
    indicatorRef,
  }
}

/** Takes a yes back at once, or says no to what begins by itself, and then leaves where the policy says that no means leaving. */
export async function withdraw(client: ConsentClient, feature: string): Promise<void> {
  const leaves = client.store.getState().catalogue.get(feature)?.feature.policy.decline === 'leave'
  const withdrawn = client.withdraw(feature)
  if (!leaves) return void (await withdrawn)
  await Promise.all([withdrawn, client.leave({ instead: feature })])
}

/** Whether the indicator is on the page and to be seen there; else it indicates nothing. */
function useOnShow(element: HTMLElement | null): boolean {
  const [isShown, setShown] = useState(false)
  useEffect(() => {
    if (element === null) return setShown(false)
    return keepLooking(() => setShown(isOnShow(element)))
  }, [element])
  return isShown && element !== null
}
