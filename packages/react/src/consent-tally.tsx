import type { Tally } from '@askfirst/core'
import { type PartOptions, useConsentClient, useText } from './context.tsx'
import { useFeature, useIsLive } from './features.ts'
import { isolate, type Text, toList } from './text.ts'

/** Whose tally is shown, and how people are named in it. */
export interface ConsentTallyProps extends PartOptions {
  readonly feature: string
  /** The name of a participant as the app shows it. @default the name in their token, else their id */
  nameOf?(participant: string): string
}

/**
 * What a host may know of the answers: names, counts or the outcome, as the feature discloses. Nothing while the
 * authority is out of reach: what was so is not what is so.
 */
export function ConsentTally({ feature, nameOf, ...options }: ConsentTallyProps) {
  const client = useConsentClient(options.client)
  const text = useText(options.text)
  const tally = useFeature(feature, client)?.tally
  if (!useIsLive(client) || tally === undefined) return null
  return (
    <div
      className="askfirst askfirst-tally"
      lang={text.lang}
      dir={text.dir}
      data-disclosure={tally.disclosure}
    >
      <ul>
        {toLines(tally, text, nameOf ?? ((id) => id)).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p role="status">{sayRequests(tally, text, nameOf)}</p>
    </div>
  )
}

function toLines(tally: Tally, { t }: Text, nameOf: (participant: string) => string): string[] {
  switch (tally.disclosure) {
    case 'named':
      return tally.people.map((person) => t(toPersonKey(person), { name: nameOf(person.participant) }))
    case 'counts':
      return [
        t('tallyIncluded', { count: tally.included }),
        t('tallyNotIncluded', { count: tally.notIncluded }),
      ]
    case 'outcome':
      return [t(tally.everyone ? 'tallyEveryone' : 'tallyNotEveryone')]
  }
}

const toPersonKey = ({ included, unanswered }: { included: boolean; unanswered?: boolean | undefined }) =>
  included ? 'tallyPersonIncluded' : unanswered ? 'tallyPersonOpen' : 'tallyPersonNotIncluded'

/** Who wants it turned off, as far as they said who they are. */
function sayRequests({ offRequests }: Tally, text: Text, nameOf: ConsentTallyProps['nameOf']): string {
  if (offRequests === undefined) return ''
  const { by, unknown, names: given } = offRequests
  const names = toList(
    text,
    by.map((participant) => isolate(nameOf?.(participant) ?? given?.[participant] ?? participant, text)),
  )
  const named = by.length > 0 ? text.t('offRequestsBy', { names }) : ''
  const others = unknown > 0 ? text.t('offRequestsUnknown', { number: unknown }) : ''
  return `${named} ${others}`.trim()
}
