import type { FeatureStatus } from '@askfirst/core'
import { useEffect, useRef, useState } from 'react'
import type { AnyClient } from './context.tsx'
import { useFeatures } from './features.ts'
import { sayStanding, whyHeld } from './standing.ts'
import type { Text } from './text.ts'
import { nameStatus } from './words.ts'

/** What is on its way is told by the question; and a question, or a no that lasts or stands, by the notice. */
const isSettled = (status: FeatureStatus): boolean =>
  !status.told && !status.stood && (whyHeld(status) !== undefined || !/question|ing$/.test(status.standing))

/**
 * The one status that tells when what is enforced has changed; what else shows it stays silent.
 *
 * It is also heard while a modal dialog is open: `aria-live` is what such a dialog leaves unhidden.
 */
export function StandingNews({ client, text }: { readonly client: AnyClient; readonly text: Text }) {
  const features = useFeatures(client)
  const [news, setNews] = useState('')
  const last = useRef<{ readonly text?: Text; readonly said: Readonly<Record<string, string>> }>({ said: {} })
  useEffect(() => {
    const before = last.current
    const said: Record<string, string> = {}
    const lines: string[] = []
    for (const status of features) {
      const line = sayStanding(status, text)
      said[status.id] = line
      // What stood when the page came, or is only said in another language, is no news.
      const isNews = before.text === text && ![undefined, line].includes(before.said[status.id])
      if (isNews && isSettled(status)) lines.push(`${nameStatus(status, text)}: ${line}`)
    }
    last.current = { text, said }
    if (lines.length > 0) setNews(lines.join('. '))
  }, [features, text])
  return (
    <div role="status" aria-live="polite" className="askfirst-announcement" lang={text.lang} dir={text.dir}>
      {news}
    </div>
  )
}
