import { type PartOptions, useConsentClient, useText } from './context.tsx'
import { IndicatorParts as Indicator } from './indicator-parts.tsx'
import { UplinkNote } from './uplink-note.tsx'

/**
 * Shows for as long as the person is in the call what is taken of them, and stops it with one press.
 *
 * While it is on the page, gates of this person may open. It says what is enforced, not what was wished.
 */
export function ConsentIndicator(options: PartOptions) {
  const client = useConsentClient(options.client)
  const text = useText(options.text)
  return (
    <Indicator.Root client={client} text={text}>
      <Indicator.Region className="askfirst askfirst-indicator">
        <Indicator.Text className="askfirst-standing" />
        <Indicator.Each>
          <Indicator.Text className="askfirst-standing" />
          <Indicator.Stop className="askfirst-button" />
          <Indicator.Open className="askfirst-link" />
        </Indicator.Each>
        <Indicator.Others className="askfirst-others-here" />
        <Indicator.Open className="askfirst-link" />
        <UplinkNote client={client} text={text} />
      </Indicator.Region>
    </Indicator.Root>
  )
}
