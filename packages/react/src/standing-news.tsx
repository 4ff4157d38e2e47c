import type { FeatureStatus } from '@askfirst/core'
import { useEffect, useRef, useState } from 'react'
import type { AnyClient } from './context.tsx'
import { useFeatures } from './features.ts'
import { sayStanding } from './standing.ts'
import type { Text } from './text.ts'
import { nameFeature } from './words.ts'

/** What is on its way is told by the question; and a question, or a no that lasts, by the notice. */
const isSettled = ({ standing, told }: FeatureStatus): boolean =>
  !told && !['question', 'sending', 'waiting', 'stopping'].includes(standing)

/**
 * The one status that tells when what is enforced has changed; what else shows it stays silent.
 *
 * It is also heard while a modal dialog is open: `aria-live` is what such a dialog leaves unhidden.
 */
export function StandingNews({ client, text }: { readonly client: AnyClient; readonly text: Text }) {
  const features = useFeatures(client)
  const [news, setNews] = useState('')
  const last = useRef<{ readonly text: Text; readonly said: ReadonlyMap<string, string> }>(undefined)
  useEffect(() => {
    const before = last.current
    const said = new Map(features.map((status) => [status.id, sayStanding(status, text)]))
    last.current = { text, said }
    // What stood when the page came, or is only said in another language, is no news.
    if (before?.text !== text) return
    const changed = features.filter(
      (status) =>
        isSettled(status) && (before.said.get(status.id) ?? said.get(status.id)) !== said.get(status.id),
    )
    if (changed.length === 0) return
    setNews(changed.map(({ id, feature }) => `${nameFeature(feature, text)}: ${said.get(id)}`).join('. '))
  }, [features, text])
  return (
    <div role="status" aria-live="polite" className="askfirst-announcement" lang={text.lang} dir={text.dir}>
      {news}
    </div>
  )
}
