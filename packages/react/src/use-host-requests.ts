import type { Reply } from '@askfirst/core'
import { useState } from 'react'
import type { TextKey } from './text/text-keys.ts'
import type { HostFeature } from './use-host-features.ts'

/** What a host may do beside turning on and off, and what became of it. */
export interface HostRequests {
  /** Whether it was asked again in this run, from here. */
  readonly hasAsked: boolean
  askAgain(): void
  bar(): void
  readonly said: TextKey | undefined
}

/** Asks again, once, and ends what people run for themselves. */
export function useHostRequests(feature: HostFeature | undefined): HostRequests {
  const run = feature?.status.activation?.id
  const [said, setSaid] = useState<{ readonly run: string | undefined; readonly key: TextKey }>()
  const [asked, setAsked] = useState<string>()
  const act = async (running: Promise<Reply> | undefined, done?: TextKey): Promise<void> => {
    const reply = await running
    if (reply === undefined) return
    const isEarly = !reply.ok && reply.rejection.code === 'too-soon'
    const key = reply.ok ? done : isEarly ? 'tooSoon' : 'turnOnFailed'
    setSaid(key && { run, key })
  }
  return {
    hasAsked: run !== undefined && asked === run,
    askAgain: () => {
      setAsked(run)
      void act(feature?.askAgain(), 'askedAgain')
    },
    bar: () => void act(feature?.bar(feature.canBar === 'bar')),
    said: said?.run === run ? said?.key : undefined,
  }
}
