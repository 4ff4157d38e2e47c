import { useState } from 'react'
import { type PartOptions, useConsentClient, useText } from './context.tsx'
import { useIsLive } from './features.ts'
import { HostFeatureParts as HostFeature } from './host-parts.tsx'
import { useHostFeatures } from './use-host-features.ts'
import { useKeptFocus } from './use-kept-focus.ts'

/** Options of the list of features, each with its switch and its tally. */
export interface HostFeaturesProps extends PartOptions {
  /** The name of a participant as the app shows it. @default their id; of who asks to turn it off, the name in their token */
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
  const isLive = useIsLive(client)
  const [region, setRegion] = useState<HTMLElement | null>(null)
  useKeptFocus(region)
  if (features.length === 0) return null
  return (
    <section
      ref={setRegion}
      tabIndex={-1}
      className="askfirst askfirst-host"
      aria-label={text.t('hostLabel')}
      lang={text.lang}
      dir={text.dir}
    >
      <ul>
        {features.map(({ key, status }) => (
          <li key={key} data-state={isLive ? status.phase : 'off'}>
            <HostFeature.Root feature={key} client={client} text={text}>
              <HostFeature.Text className="askfirst-standing" />
              <HostFeature.Tally className="askfirst askfirst-tally" {...(nameOf && { nameOf })} />
              <HostFeature.Switch className="askfirst-button" />
              <div className="askfirst-requests">
                <HostFeature.AskAgain className="askfirst-link" />
                <HostFeature.Bar className="askfirst-link" />
                <HostFeature.Progress className="askfirst-progress" />
              </div>
            </HostFeature.Root>
          </li>
        ))}
      </ul>
    </section>
  )
}
