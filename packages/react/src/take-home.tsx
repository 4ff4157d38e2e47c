import { type ReactNode, useState } from 'react'
import type { Text } from './text.ts'

interface TakeHomeProps<Taken> {
  readonly label: string
  readonly text: Text
  /** Undefined where there is nothing to be had. */
  take(): Promise<Taken | undefined>
  /** What is said once it is there. */
  children(taken: Taken): ReactNode
}

/** What comes below the fold of a long dialog would be missed. */
const intoView = (taken: HTMLElement | null): void => taken?.scrollIntoView?.({ block: 'nearest' })

/** A button for what is fetched only when somebody wants it, and what has come of it. */
export function TakeHome<Taken extends object>({ label, text, take, children }: TakeHomeProps<Taken>) {
  const [state, setState] = useState<'asked' | 'failed' | 'idle' | Taken>('idle')

  async function ask(): Promise<void> {
    setState('asked')
    setState((await take()) ?? 'failed')
  }

  return (
    <div className="askfirst askfirst-choice" lang={text.lang} dir={text.dir}>
      <button
        type="button"
        className="askfirst-button"
        aria-disabled={state === 'asked'}
        onClick={() => state !== 'asked' && void ask()}
      >
        {label}
      </button>
      <div role="status">
        {state === 'asked' && <p>{text.t('loading')}</p>}
        {state === 'failed' && <p>{text.t('turnOnFailed')}</p>}
        {typeof state === 'object' && <div ref={intoView}>{children(state)}</div>}
      </div>
    </div>
  )
}
