import type { ConsentClient } from '@askfirst/core'
import { useId } from 'react'
import { useConsentState } from './context.tsx'
import { useOwnKind } from './features.ts'
import type { Text } from './text.ts'

/** Answers each new question with a no, for who wants no more of them; of a person, not of a room. */
export function StandingNoSwitch({ client, text }: { readonly client: ConsentClient; readonly text: Text }) {
  const standingNo = useConsentState(client, (state) => state.standingNo)
  const kind = useOwnKind(client)
  const leadId = useId()
  if (kind !== 'person') return null
  const { t } = text
  const isOn = standingNo !== 'off'
  return (
    <div className="askfirst-choice">
      <label className="askfirst-option">
        <button
          type="button"
          role="switch"
          className="askfirst-switch"
          aria-checked={isOn}
          aria-label={t('alwaysNo')}
          aria-describedby={leadId}
          onClick={() => client.setStandingNo(isOn ? 'off' : 'on')}
        />
        <span>{t('alwaysNo')}</span>
      </label>
      <p id={leadId}>{t('alwaysNoText')}</p>
      <p className="askfirst-progress" role="status">
        {standingNo === 'page' && t('alwaysNoPage')}
      </p>
    </div>
  )
}
