import type { FeatureStatus } from '@askfirst/core'
import { useEffect, useRef, useState } from 'react'
import { Announcement } from './announcement.tsx'
import type { AnyClient } from './context.tsx'
import { useFeatures } from './features.ts'
import { sayStanding, whyHeld } from './standing.ts'
import { type Text, toLabelled, toSentences } from './text.ts'
import { nameStatus } from './words.ts'

/** A line that is told, as it was said of a feature. */
interface News {
  readonly id: string
  readonly line: string
  readonly says: string
}

/** What is on its way is told by the question; and a question, or a no that lasts or stands, by the notice. */
const isSettled = (status: FeatureStatus): boolean =>
  !status.told && !status.stood && (whyHeld(status) !== undefined || !/question|ing$/.test(status.standing))

/** The one status that tells when what is enforced has changed; what else shows it stays silent. */
export function StandingNews({ client, text }: { readonly client: AnyClient; readonly text: Text }) {
  const features = useFeatures(client)
  const [news, setNews] = useState<readonly News[]>([])
  const last = useRef<{ readonly lang?: string; readonly said: Readonly<Record<string, string>> }>({
    said: {},
  })
  useEffect(() => {
    const before = last.current
    const said: Record<string, string> = {}
    const fresh: News[] = []
    for (const status of features) {
      const line = sayStanding(status, text)
      said[status.id] = line
      // What stood when the page came, or is only said in another language, is no news.
      const isNews = before.lang === text.lang && ![undefined, line].includes(before.said[status.id])
      if (isNews && isSettled(status))
        fresh.push({ id: status.id, line, says: toLabelled(text, nameStatus(status, text), line) })
    }
    last.current = { lang: text.lang, said }
    const isStill = ({ id, line }: News): boolean => said[id] === line
    // What is so no more is not left to be read there; what still is may not have been heard yet.
    setNews((was) => (fresh.length > 0 ? fresh : was.every(isStill) ? was : was.filter(isStill)))
  }, [features, text])
  return (
    <Announcement text={text}>
      {toSentences(
        text,
        news.map(({ says }) => says),
      )}
    </Announcement>
  )
}
