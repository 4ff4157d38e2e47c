import type { Tally } from '@askfirst/core'
import { type PartOptions, useConsentClient, useText } from './context.tsx'
import { useFeature } from './features.ts'
import type { Text } from './text.ts'

/** Whose tally is shown, and how people are named in it. */
export interface ConsentTallyProps extends PartOptions {
  readonly feature: string
  /** The name of a participant as the app shows it. @default the participant's id */
  nameOf?(participant: string): string
}

/** What a host may know of the answers: names, counts or the outcome, as the feature discloses. */
export function ConsentTally({ feature, nameOf = (id) => id, ...options }: ConsentTallyProps) {
  const client = useConsentClient(options.client)
  const text = useText(options.text)
  const tally = useFeature(feature, client)?.tally
  if (tally === undefined) return null
  return (
    <ul
      className="askfirst askfirst-tally"
      lang={text.lang}
      dir={text.dir}
      data-disclosure={tally.disclosure}
    >
      {toLines(tally, text, nameOf).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

function toLines(tally: Tally, { t }: Text, nameOf: (participant: string) => string): string[] {
  switch (tally.disclosure) {
    case 'named':
      return tally.people.map(({ participant, included }) =>
        t(included ? 'tallyPersonIncluded' : 'tallyPersonNotIncluded', { name: nameOf(participant) }),
      )
    case 'counts':
      return [
        t('tallyIncluded', { count: tally.included }),
        t('tallyNotIncluded', { count: tally.notIncluded }),
      ]
    case 'outcome':
      return [t(tally.everyone ? 'tallyEveryone' : 'tallyNotEveryone')]
  }
}
