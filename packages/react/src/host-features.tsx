import { useState } from 'react'
import { ConsentTally } from './consent-tally.tsx'
import { type PartOptions, useConsentClient, useText } from './context.tsx'
import { type HostFeature, useHostFeatures } from './use-host-features.ts'
import { useLoaded } from './use-loaded.ts'

const loadPreview = async () => (await import('./preview-dialog.tsx')).PreviewDialog

/** Options of the list of features, each with its switch and its tally. */
export interface HostFeaturesProps extends PartOptions {
  /** The name of a participant as the app shows it, for features that disclose names. @default the id */
  nameOf?(participant: string): string
}

/** Turns features on, after showing exactly what everybody will be asked, and off. Hosts only. */
export function HostFeatures({ nameOf, ...options }: HostFeaturesProps) {
  const client = useConsentClient(options.client)
  const text = useText(options.text)
  const features = useHostFeatures({ client, text })
  const [previewed, preview] = useState<string>()
  const [last, setLast] = useState<string>()
  const PreviewDialog = useLoaded(loadPreview, last === undefined ? 'ahead' : 'now')
  const { t } = text
  if (features.length === 0) return null
  const open = features.find(({ status }) => status.id === previewed)
  const shown = open ?? features.find(({ status }) => status.id === last)
  return (
    <section className="askfirst askfirst-host" aria-label={t('hostLabel')} lang={text.lang} dir={text.dir}>
      <ul>
        {features.map((feature) => (
          <li key={feature.status.id} data-state={feature.status.phase}>
            <p className="askfirst-standing" data-state={feature.status.phase}>
              <strong>{feature.preview.name}</strong> <span>{t(`phase_${feature.status.phase}`)}</span>
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
                on: t('turnOn', { feature: feature.preview.name }),
                off: t('turnOff', { feature: feature.preview.name }),
              }}
              onPreview={() => {
                preview(feature.status.id)
                setLast(feature.status.id)
              }}
            />
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

interface SwitchProps {
  readonly feature: HostFeature
  readonly labels: { readonly on: string; readonly off: string }
  onPreview(): void
}

/** One button in one place, so that focus stays on it when it has done its work. */
function Switch({ feature, labels, onPreview }: SwitchProps) {
  const { canDisable, canEnable, status } = feature
  const isOn = status.phase !== 'off'
  return (
    <button
      type="button"
      className="askfirst-button"
      aria-haspopup={isOn ? undefined : 'dialog'}
      disabled={!(isOn ? canDisable : canEnable)}
      onClick={isOn ? () => void feature.disable() : onPreview}
    >
      {isOn ? labels.off : labels.on}
    </button>
  )
}
