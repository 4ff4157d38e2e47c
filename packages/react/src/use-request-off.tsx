import type { ConsentClient, FeatureStatus } from '@askfirst/core'
import { useState } from 'react'
import type { Own } from './part.tsx'
import type { Text } from './text.ts'

const SAID = { soon: 'requestOffSoon', sent: 'requestOffSent', failed: 'turnOnFailed' } as const

interface RequestOffOptions {
  readonly client: ConsentClient
  readonly text: Text
  readonly status: FeatureStatus
}

/** What became of asking in one run. */
interface Asked {
  readonly run: string | undefined
  readonly progress: 'open' | 'soon' | 'sent' | 'failed'
}

/** By client and feature: who closes the dialog and opens it again has asked all the same. */
const latest = new WeakMap<ConsentClient, Map<string, Asked>>()

/** Asks the hosts to turn it off for everybody: without a name, saying what that is worth with few people, or with it. */
export function useRequestOff({ client, text: { t }, status }: RequestOffOptions): Own | undefined {
  const { id, actions, activation, company } = status
  const run = activation?.id
  const [last, setLast] = useState(() => latest.get(client)?.get(id))
  const become = (now: Asked): void => {
    latest.set(client, new Map([...(latest.get(client) ?? []), [id, now]]))
    setLast(now)
  }
  const progress = last !== undefined && last.run === run ? last.progress : 'open'
  if (!actions.includes('requestOff')) return undefined
  const isSent = progress === 'soon' || progress === 'sent'
  const ask = async (anonymous: boolean): Promise<void> => {
    if (isSent) return
    become({ run, progress: anonymous ? 'soon' : 'sent' })
    const reply = await client.requestOff(id, { anonymous })
    // Once is enough, whoever's press it was.
    if (reply.ok || reply.rejection.code === 'requested-already') return
    if (latest.get(client)?.get(id)?.run === run) become({ run, progress: 'failed' })
  }
  // They stay where they are, so that focus does.
  const control = { type: 'button', className: 'askfirst-button', 'aria-disabled': isSent } as const
  const says = (
    <>
      <button {...control} onClick={() => void ask(true)}>
        {t('requestOff')}
        {company !== 'many' && <small> {t('requestOffFew')}</small>}
      </button>
      <button {...control} onClick={() => void ask(false)}>
        {t('requestOffNamed')}
      </button>
      <p className="askfirst-progress" role="status">
        {progress !== 'open' && t(SAID[progress])}
      </p>
    </>
  )
  return { 'data-state': progress, says }
}
