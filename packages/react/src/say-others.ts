import type { Others } from '@askfirst/core'
import { isolate, type Text, toList, toSentences } from './text.ts'

/** Who is in the call that is no person who was asked, in words: everybody sees that they are there. */
export function sayOthers({ bots, strangers }: Others, text: Text): string {
  const names = bots.map(({ kind, name, participant }) =>
    text.t('processor', {
      name: isolate(name ?? participant, text),
      details: text.t(kind === 'recorder' ? 'botRecorder' : 'botAgent'),
    }),
  )
  return toSentences(text, [
    names.length > 0 && text.t('botsHere', { names: toList(text, names) }),
    strangers.length > 0 && text.t('strangersHere', { number: strangers.length }),
  ])
}
