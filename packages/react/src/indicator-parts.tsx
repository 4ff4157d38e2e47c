import type { FeatureStatus } from '@askfirst/core'
import { type ReactNode, useId, useState } from 'react'
import { useConsentClient, useText } from './context.tsx'
import { createParts } from './part.tsx'
import { needsYes, toStopKey } from './policy-words.ts'
import { sayOthers } from './say-others.ts'
import { sayStanding } from './standing.ts'
import { StandingNews } from './standing-news.tsx'
import type { Text } from './text.ts'
import { type ChoicesOptions, useChoices } from './use-choices.tsx'
import { HOME } from './use-focus-return.ts'
import { type Indicator, useIndicator } from './use-indicator.ts'
import { useKeptFocus } from './use-kept-focus.ts'
import { useRegion } from './use-region.tsx'
import { nameStatus } from './words.ts'

interface Parts extends Indicator {
  readonly text: Text
  open(feature?: string): void
  /** The feature that the parts are of, inside `Each`. */
  readonly status?: FeatureStatus | undefined
  /** Of its name, by which its controls are told from those of others. */
  readonly nameId?: string | undefined
}
const { Provider, part } = /* @__PURE__ */ createParts<Parts>('Indicator')

/** Options of the lasting indicator, and the parts inside. */
export interface IndicatorRootProps extends ChoicesOptions {
  readonly children: ReactNode
}

/** Holds what is enforced, the status that tells when it has changed, and My choices. Nothing in the lobby. */
function IndicatorRoot({ children, ...options }: IndicatorRootProps) {
  const client = useConsentClient(options.client)
  const text = useText(options.text)
  const indicator = useIndicator({ client })
  const { choices, open } = useChoices(options)
  return (
    <Provider value={{ ...indicator, text, open }}>
      {indicator.isInCall && (
        <>
          <StandingNews client={client} text={text} />
          {children}
        </>
      )}
      {choices}
    </Provider>
  )
}

/** The labelled region that has to be seen: while it is, gates of this person may open. */
const IndicatorRegion = /* @__PURE__ */ part('section', ({ beside, indicatorRef, running, text }) => {
  const [region, setRegion] = useState<HTMLElement | null>(null)
  useKeptFocus(region)
  return {
    ...useRegion(text, true, indicatorRef, setRegion),
    'aria-label': text.t('indicatorLabel'),
    'data-state':
      beside === 'unknownIncluded' || running.some(({ standing }) => standing === 'included') ? 'on' : 'off',
  }
})

/** A list with an item for each feature that runs, each with the parts inside; not there while none does. */
const IndicatorEach = /* @__PURE__ */ part('ul', (parts) => {
  const id = useId()
  return (
    parts.running.length > 0 && {
      wrap: (inside) =>
        parts.running.map((status, at) => (
          <li key={status.id} data-state={status.standing}>
            <Provider value={{ ...parts, status, nameId: id + at }}>{inside}</Provider>
          </li>
        )),
    }
  )
})

/** What is enforced; outside of `Each`, that nothing is on, or what is on that this page does not know, or that it is not known. */
const IndicatorText = /* @__PURE__ */ part('p', ({ beside, nameId, status, text }) => {
  if (status !== undefined) {
    const says = (
      <>
        <strong id={nameId}>{nameStatus(status, text)}</strong> <span>{sayStanding(status, text)}</span>
      </>
    )
    return { 'data-state': status.standing, says }
  }
  if (beside === undefined) return undefined
  const says = text.t(beside === 'unknown' || beside === 'offline' ? `standing_${beside}` : beside)
  return { 'data-state': beside === 'unknownIncluded' ? 'on' : 'off', says }
})

/** Stops including the person, in one press; what begins by itself is stopped as quickly before. Inside `Each`. */
const IndicatorStop = /* @__PURE__ */ part('button', ({ nameId, status, stop, text }) => {
  if (status === undefined) return undefined
  const { actions, id } = status
  if (!isBeginning(status) && !actions.includes('withdraw')) return undefined
  return {
    'aria-describedby': nameId,
    'data-askfirst': 'withdraw',
    onClick: () => stop(id),
    says: text.t(toStopKey(status)),
  }
})

const isBeginning = ({ feature, standing }: FeatureStatus): boolean =>
  standing === 'question' && !needsYes(feature)

/** Opens My choices; inside `Each` at its feature, where there is something to answer or to change. */
const IndicatorOpen = /* @__PURE__ */ part('button', ({ nameId, open, status, text }) => {
  const mayAnswer = status?.actions.includes('accept') === true && !isBeginning(status)
  if (status !== undefined && (!mayAnswer || status.actions.includes('withdraw'))) return undefined
  const key = status === undefined ? 'myChoices' : status.standing === 'left-out' ? 'change' : 'answer'
  return {
    'aria-describedby': nameId,
    'aria-haspopup': 'dialog',
    onClick: () => open(status?.id),
    says: text.t(key),
    // Where focus goes when what had it is gone.
    ...(status === undefined && { [HOME]: '' }),
  }
})

/** Bots and recorders in the call, and people who could not be asked; not there where there are none. */
const IndicatorOthers = /* @__PURE__ */ part('p', ({ isLive, others, text }) => {
  const says = isLive && sayOthers(others, text)
  return says !== false && says !== '' && { says }
})

/** The unstyled parts that `ConsentIndicator` is made of. Each takes a ref, the props of its element and `asChild`. */
export const IndicatorParts = {
  /** Holds what is enforced, the status that tells when it has changed, and My choices. Nothing in the lobby. */
  Root: IndicatorRoot,
  /** The labelled region that has to be seen: while it is, gates of this person may open. */
  Region: IndicatorRegion,
  /** A list with an item for each feature that runs, each with the parts inside. */
  Each: IndicatorEach,
  /** What is enforced; outside of `Each`, that nothing is on, or that it is not known. */
  Text: IndicatorText,
  /** Stops including the person, in one press. Inside `Each`. */
  Stop: IndicatorStop,
  /** Opens My choices; inside `Each` at its feature, where there is something to answer or to change. */
  Open: IndicatorOpen,
  /** Bots and recorders in the call, and people who could not be asked. */
  Others: IndicatorOthers,
} as const
