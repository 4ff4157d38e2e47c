import type { ClientState, Others } from '@askfirst/core'
import { isolate, type Text, toList } from './text.ts'

const NOBODY: Others = { bots: [], strangers: [] }
/** The same for the same state. */
export const othersOf = ({ view }: ClientState): Others => view?.others ?? NOBODY

/** Who is in the call that is no person who was asked: everybody sees that they are there. */
export function OthersHere({ others, text }: { readonly others: Others; readonly text: Text }) {
  const { bots, strangers } = others
  if (bots.length + strangers.length === 0) return null
  const names = bots.map(({ kind, name, participant }) =>
    text.t('processor', {
      name: isolate(name ?? participant, text),
      details: text.t(kind === 'recorder' ? 'botRecorder' : 'botAgent'),
    }),
  )
  return (
    <p className="askfirst-others-here">
      {names.length > 0 && text.t('botsHere', { names: toList(text, names) })}{' '}
      {strangers.length > 0 && text.t('strangersHere', { number: strangers.length })}
    </p>
  )
}
