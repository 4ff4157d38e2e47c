import type { Reply } from '@askfirst/core'
import { useState } from 'react'
import type { TextKey } from './text/text-keys.ts'
import type { Text } from './text.ts'
import type { HostFeature } from './use-host-features.ts'

/** What a host may do beside turning on and off: ask again, once, and end what people run for themselves. */
export function HostRequests({ feature, text: { t } }: { feature: HostFeature; text: Text }) {
  const { canAskAgain, canBar, preview, status } = feature
  const run = status.activation?.id
  const [said, setSaid] = useState<{ readonly run: string | undefined; readonly key: TextKey }>()
  const [asked, setAsked] = useState<string>()
  const askAgain = (): void => {
    setAsked(run)
    void act(feature.askAgain(), 'askedAgain')
  }
  const act = async (running: Promise<Reply>, done?: TextKey): Promise<void> => {
    const reply = await running
    const isEarly = !reply.ok && reply.rejection.code === 'too-soon'
    const key = reply.ok ? done : isEarly ? 'tooSoon' : 'turnOnFailed'
    setSaid(key && { run, key })
  }
  return (
    <div className="askfirst-requests">
      {(canAskAgain || (run !== undefined && asked === run)) && (
        <button
          type="button"
          className="askfirst-link"
          // Stays where it is, so that focus does.
          aria-disabled={!canAskAgain}
          onClick={() => canAskAgain && askAgain()}
        >
          {t('askAgain')}
        </button>
      )}
      {canBar !== 'no' && (
        <button
          type="button"
          className="askfirst-link"
          onClick={() => void act(feature.bar(canBar === 'bar'))}
        >
          {t(canBar, { feature: preview.name })}
        </button>
      )}
      <p className="askfirst-progress" role="status">
        {said !== undefined && said.run === run && t(said.key)}
      </p>
    </div>
  )
}
