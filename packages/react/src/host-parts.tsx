import { type ClientState, type Tally, WAITS } from '@askfirst/core'
import { forwardRef, type ReactNode, useRef, useState } from 'react'
import { TallyLines, TallyProvider } from './consent-tally.tsx'
import { type PartOptions, useConsentClient, useConsentState, useText } from './context.tsx'
import { useIsLive } from './features.ts'
import { createParts, type PartProps } from './part.tsx'
import { needsYes } from './policy-words.ts'
import { whyHeld } from './standing.ts'
import { type Text, toDuration } from './text.ts'
import { ARM_MS } from './use-armed.ts'
import { useDialog } from './use-dialog.tsx'
import { useDeclared, useTally } from './use-feature.ts'
import { type HostFeature, useHostFeatures } from './use-host-features.ts'
import { type HostRequests, useHostRequests } from './use-host-requests.ts'

interface Parts extends HostRequests {
  readonly isLive: boolean
  readonly unheard: ClientState['unheard']
  readonly client: PartOptions['client']
  readonly feature: HostFeature
  readonly text: Text
  preview(): void
}
const { Provider, use, part } = /* @__PURE__ */ createParts<Parts>('HostFeature')

/** Which feature the parts inside are of. */
export interface HostFeatureRootProps extends PartOptions {
  /** Its declared id. */
  readonly feature: string
  /** The parts, or a function of the feature that renders them. */
  readonly children: ReactNode | ((feature: HostFeature) => ReactNode)
}

/**
 * Holds one feature for who may turn it on, and the preview of what everybody will be asked; there is nothing for
 * everybody else.
 */
function HostFeatureRoot({ feature: key, children, ...options }: HostFeatureRootProps) {
  const client = useConsentClient(options.client)
  const text = useText(options.text)
  const feature = useHostFeatures({ client, text }).find((one) => one.key === key)
  useDeclared(key, client)
  const requests = useHostRequests(feature)
  const isLive = useIsLive(client)
  const unheard = useConsentState(client, (state) => state.unheard)
  const [isOpen, setOpen] = useState(false)
  const preview = useDialog(
    { client, text },
    isOpen,
    ({ PreviewDialog }) =>
      feature && <PreviewDialog feature={feature} text={text} open={isOpen} onOpenChange={setOpen} />,
  )
  if (feature === undefined) return null
  return (
    <Provider value={{ ...requests, client, feature, isLive, unheard, text, preview: () => setOpen(true) }}>
      {typeof children === 'function' ? children(feature) : children}
      {preview}
    </Provider>
  )
}

/** The feature by name, and what it does for everybody. */
const HostFeatureText = /* @__PURE__ */ part('p', ({ feature, isLive, unheard, text }) => {
  const said = (
    <>
      <strong>{feature.name}</strong>{' '}
      <span>{isLive ? sayPhase(feature, text) : text.t(`standing_${unheard}`)}</span>
    </>
  )
  return { 'data-state': isLive ? feature.status.phase : 'off', says: said }
})

/** What the feature does for everybody, and why it does not. */
function sayPhase({ status, whose }: HostFeature, { t }: Text): string {
  const { feature, forbidden, outdated, phase, reason } = status
  if (outdated && phase === 'off') return t('standing_outdated')
  // Turned off, and who enforces it could not close it.
  if (phase === 'off' && reason === 'not-enforced') return `${t('standing_stopping')} · ${t('heldUnchecked')}`
  if (whose === 'own' && phase === 'off' && forbidden) return t('notAllowed')
  if (phase === 'asking' && !needsYes(feature)) return t('phase_telling')
  const why = phase === 'paused' ? whyHeld(status) : undefined
  return why === undefined ? t(`phase_${phase}`) : `${t('phase_paused')} · ${t(why)}`
}

/**
 * Opens the preview, behind which it is turned on; turns it off. One button in one place, so that focus stays on
 * it when it has done its work, and while it can do none. What somebody else has just turned on is not turned off by
 * a press that was meant to turn it on.
 */
const HostFeatureSwitch = /* @__PURE__ */ part('button', ({ feature, preview, text, turnOff }) => {
  const { canDisable, canEnable, isTheirs, name, status } = feature
  const isOn = status.phase !== 'off'
  const can = isOn ? canDisable : canEnable
  const act = isOn ? turnOff : preview
  const changed = useRef({ isOn, at: Number.NEGATIVE_INFINITY })
  if (changed.current.isOn !== isOn) changed.current = { isOn, at: performance.now() }
  const isMeant = () => !isTheirs || performance.now() - changed.current.at >= ARM_MS
  return {
    'aria-disabled': !can,
    'aria-haspopup': isOn ? undefined : 'dialog',
    'data-state': isOn ? 'on' : 'off',
    onClick: () => can && isMeant() && act(),
    says: text.t(isOn ? 'turnOff' : 'turnOn', { feature: name }),
  }
})

/** Props of the tally: those of its element, and how people are named in it. */
export type HostFeatureTallyProps = PartProps<'div'> & {
  /** The name of a participant as the app shows it. @default their id; of who asks to turn it off, the name in their token */
  nameOf?(participant: string): string
}

/** What the feature lets hosts know of the answers; not there while that is not known. */
const HostFeatureTally = /* @__PURE__ */ forwardRef<HTMLDivElement, HostFeatureTallyProps>(
  function HostFeatureTally({ nameOf, ...props }, ref) {
    const { client, feature, text } = use()
    return (
      <TallyProvider value={{ client, text, feature: feature.status.id, ...(nameOf && { nameOf }) }}>
        <TallyLines {...props} ref={ref} />
      </TallyProvider>
    )
  },
)

/** Asks those again who have not answered: once a run. Not there where nobody can be, or the tally names none. */
const HostFeatureAskAgain = /* @__PURE__ */ part(
  'button',
  ({ askAgain, client, feature, hasAsked, text }) => {
    const tally = useTally(feature.status.id, client)
    if ((!feature.canAskAgain && !hasAsked) || (tally && hasNobodyLeft(tally))) return undefined
    return {
      // Stays where it is, so that focus does.
      'aria-disabled': !feature.canAskAgain,
      onClick: () => feature.canAskAgain && askAgain(),
      says: text.t('askAgain'),
    }
  },
)

/** Whether the tally says that nobody has still to answer. */
function hasNobodyLeft(tally: Tally): boolean {
  if (tally.disclosure === 'outcome') return tally.everyone
  if (tally.disclosure === 'counts') return tally.notIncluded === 0
  return !tally.people.some(({ unanswered }) => unanswered)
}

/** Ends runs of people's own and allows no more, or allows them again; not there for other features. */
const HostFeatureBar = /* @__PURE__ */ part('button', ({ bar, feature, text }) => {
  const { canBar, preview } = feature
  if (canBar === 'no') return undefined
  return { onClick: bar, says: text.t(canBar, { feature: preview.name }) }
})

/** What became of turning off, asking again or barring; always in the page, so that it is heard. */
const HostFeatureProgress = /* @__PURE__ */ part('p', ({ said, text }) => {
  const duration = toDuration(text, WAITS['too-soon'])
  return { role: 'status', says: said && text.t(said, { duration }) }
})

/** The unstyled parts that `HostFeatures` is made of. Each takes a ref, the props of its element and `asChild`. */
export const HostFeatureParts = {
  /** Holds one feature for who may turn it on, and the preview of what everybody will be asked. */
  Root: HostFeatureRoot,
  /** The feature by name, and what it does for everybody. */
  Text: HostFeatureText,
  /** Opens the preview, behind which it is turned on; turns it off. */
  Switch: HostFeatureSwitch,
  /** What the feature lets hosts know of the answers. */
  Tally: HostFeatureTally,
  /** Asks those again who have not answered. */
  AskAgain: HostFeatureAskAgain,
  /** Ends runs of people's own and allows no more, or allows them again. */
  Bar: HostFeatureBar,
  /** What became of turning off, asking again or barring. */
  Progress: HostFeatureProgress,
} as const
