import type { AnyRecorder } from '@askfirst/react/devtools'
import { type ReactNode, useEffect, useState } from 'react'
import type { CallConsent } from './consent-client.ts'

interface Timeline {
  /** The client to use: the one on record, once there is a record. */
  readonly client: CallConsent | undefined
  readonly panel: ReactNode
}
interface Opened {
  readonly of: CallConsent
  readonly client: CallConsent
  readonly recorder: AnyRecorder
  readonly Panel: typeof import('@askfirst/react/devtools').ConsentTimeline
  readonly isOpen: boolean
}

const isTimelineKey = ({ ctrlKey, shiftKey, code }: KeyboardEvent) => ctrlKey && shiftKey && code === 'KeyD'

/** Ctrl+Shift+D opens what Ask First's devtools know of this tab. Nothing of it is loaded before. */
export function useTimeline(consent: CallConsent | undefined): Timeline {
  const [opened, setOpened] = useState<Opened>()

  useEffect(() => {
    if (!consent) return
    const load = async () => {
      const { ConsentTimeline, createRecorder } = await import('@askfirst/react/devtools')
      return { Panel: ConsentTimeline, recorder: createRecorder(consent) }
    }
    let loading: ReturnType<typeof load> | undefined
    const onKey = (event: KeyboardEvent) => {
      if (!isTimelineKey(event) || event.repeat) return
      event.preventDefault()
      loading ??= load()
      void loading.then(({ Panel, recorder }) =>
        setOpened((was) => ({
          ...{ of: consent, client: recorder.client, recorder, Panel },
          isOpen: was?.of !== consent || !was.isOpen,
        })),
      )
    }
    addEventListener('keydown', onKey)
    return () => {
      removeEventListener('keydown', onKey)
      void loading?.then(({ recorder }) => recorder.stop())
    }
  }, [consent])

  if (!consent || opened?.of !== consent) return { client: consent, panel: null }
  const { client, recorder, Panel, isOpen } = opened
  const close = () => setOpened({ ...opened, isOpen: false })
  return { client, panel: isOpen && <Panel recorder={recorder} onClose={close} /> }
}
