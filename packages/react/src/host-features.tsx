import { useState } from 'react'
import { ConsentTally } from './consent-tally.tsx'
import { type PartOptions, useConsentClient, useText } from './context.tsx'
import { useIsLive } from './features.ts'
import { HostRequests } from './host-requests.tsx'
import { needsYes } from './policy-words.ts'
import { whyHeld } from './standing.ts'
import type { TextKey } from './text/text-keys.ts'
import type { Text } from './text.ts'
import { type HostFeature, useHostFeatures } from './use-host-features.ts'
import { useLoaded } from './use-loaded.ts'

const loadPreview = async () => (await import('./preview-dialog.tsx')).PreviewDialog

/** Options of the list of features, each with its switch and its tally. */
export interface HostFeaturesProps extends PartOptions {
  /** The name of a participant as the app shows it, for features that disclose names. @default the id */
  nameOf?(participant: string): string
}

/**
 * Turns features on, after showing exactly what everybody will be asked, and off. For hosts; for everybody else
 * it is there only where they may turn something on for themselves.
 */
export function HostFeatures({ nameOf, ...options }: HostFeaturesProps) {
  const client = useConsentClient(options.client)
  const text = useText(options.text)
  const features = useHostFeatures({ client, text })
  const [previewed, preview] = useState<string>()
  const [last, setLast] = useState<string>()
  const PreviewDialog = useLoaded(loadPreview, last === undefined ? 'ahead' : 'now')
  const isLive = useIsLive(client)
  const [off, setOff] = useState<{ readonly run: string | undefined; readonly key: TextKey }>()
  const { t } = text
  if (features.length === 0) return null
  const open = features.find(({ key }) => key === previewed)
  const shown = open ?? features.find(({ key }) => key === last)
  return (
    <section className="askfirst askfirst-host" aria-label={t('hostLabel')} lang={text.lang} dir={text.dir}>
      <ul>
        {features.map((feature) => (
          <li key={feature.key} data-state={isLive ? feature.status.phase : 'off'}>
            <p className="askfirst-standing" data-state={isLive ? feature.status.phase : 'off'}>
              <strong>{feature.name}</strong>{' '}
              <span>{isLive ? sayPhase(feature, text) : t('noConnection')}</span>
            </p>
            <ConsentTally
              feature={feature.status.id}
              client={client}
              text={text}
              {...(nameOf && { nameOf })}
            />
            <Switch
              feature={feature}
              labels={{
                on: t('turnOn', { feature: feature.name }),
                off: t('turnOff', {
                  feature: feature.name,
                }),
              }}
              onPreview={() => {
                preview(feature.key)
                setLast(feature.key)
              }}
              onOff={async () => {
                const run = feature.status.activation?.id
                setOff({ run, key: 'standing_stopping' })
                const { ok } = await feature.disable()
                setOff(ok ? undefined : { run, key: 'turnOnFailed' })
              }}
            />
            {isLive && <HostRequests feature={feature} text={text} />}
            <p className="askfirst-progress" role="status">
              {off?.run !== undefined && off.run === feature.status.activation?.id && t(off.key)}
            </p>
          </li>
        ))}
      </ul>
      {shown !== undefined && PreviewDialog && (
        <PreviewDialog
          feature={shown}
          text={text}
          open={open !== undefined}
          onOpenChange={(isOpen) => !isOpen && preview(undefined)}
        />
      )}
    </section>
  )
}

/** What the feature does for everybody, and why it does not. */
function sayPhase({ status, whose }: HostFeature, { t }: Text): string {
  const { feature, forbidden, phase } = status
  if (whose === 'own' && phase === 'off' && forbidden) return t('notAllowed')
  if (phase === 'asking' && !needsYes(feature)) return t('phase_telling')
  const why = phase === 'paused' ? whyHeld(status) : undefined
  return why === undefined ? t(`phase_${phase}`) : `${t('phase_paused')} · ${t(why)}`
}

interface SwitchProps {
  readonly feature: HostFeature
  readonly labels: { readonly on: string; readonly off: string }
  onPreview(): void
  onOff(): Promise<void>
}

/** One button in one place, so that focus stays on it when it has done its work. */
function Switch({ feature, labels, onPreview, onOff }: SwitchProps) {
  const { canDisable, canEnable, status } = feature
  const isOn = status.phase !== 'off'
  return (
    <button
      type="button"
      className="askfirst-button"
      aria-haspopup={isOn ? undefined : 'dialog'}
      disabled={!(isOn ? canDisable : canEnable)}
      onClick={isOn ? () => void onOff() : onPreview}
    >
      {isOn ? labels.off : labels.on}
    </button>
  )
}
