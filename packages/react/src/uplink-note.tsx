import type { ConsentClient } from '@askfirst/core'
import { useConsentState } from './context.tsx'
import type { Text } from './text.ts'

/**
 * That the microphone is muted, why, and that it comes back by itself; and the way around it.
 *
 * The status is always in the page, so that it is heard, and marked as live, which a modal dialog leaves unhidden.
 */
export function UplinkNote({ client, text: { t } }: { readonly client: ConsentClient; readonly text: Text }) {
  const uplink = useConsentState(client, (state) => state.uplink)
  return (
    <div className="askfirst-uplink" data-state={uplink}>
      <p role="status" aria-live="polite">
        {uplink === 'muted' ? t('uplinkMuted') : uplink === 'unmuted' && t('uplinkUnmuted')}
      </p>
      {uplink === 'muted' && (
        <button type="button" className="askfirst-button" onClick={() => client.unmute()}>
          {t('unmute')}
        </button>
      )}
    </div>
  )
}
