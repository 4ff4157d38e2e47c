import type { Tally } from '@askfirst/core'
import { memo } from 'react'
import { type PartOptions, useConsentClient, useText } from './context.tsx'
import { useIsLive } from './features.ts'
import { createParts } from './part.tsx'
import { isolate, type Text, toList } from './text.ts'
import { useTally } from './use-feature.ts'
import { useLoaded } from './use-loaded.ts'

/** Whose tally is shown, and how people are named in it. */
export interface ConsentTallyProps extends PartOptions {
  readonly feature: string
  /** The name of a participant as the app shows it. @default their id; of who asks to turn it off, the name in their token */
  nameOf?(participant: string): string
}

const loadRoster = async () => (await import('./roster.tsx')).Roster
/** So many names are a list of their own, of which the page holds those in sight. */
const MANY = 50
const asId = (participant: string): string => participant

/** Whose tally a part shows. */
const { Provider, part } = /* @__PURE__ */ createParts<ConsentTallyProps>('ConsentTally')
export const TallyProvider = Provider

/** The lines of a tally; not there while it is not known. */
export const TallyLines = /* @__PURE__ */ part('div', ({ feature, nameOf, ...options }) => {
  const client = useConsentClient(options.client)
  const text = useText(options.text)
  const told = useTally(feature, client)
  const tally = useIsLive(client) ? told : undefined
  const isLong = tally?.disclosure === 'named' && tally.people.length > MANY
  const Roster = useLoaded(loadRoster, isLong ? 'now' : 'never')
  if (tally === undefined) return undefined
  const toLine = (person: Person) => <PersonLine text={text} nameOf={nameOf ?? asId} person={person} />
  const says = (
    <>
      {isLong && Roster ? (
        <Roster people={tally.people} label={toCounts(tally.people, text).join(' · ')} line={toLine} />
      ) : (
        <ul>
          {tally.disclosure === 'named' && !isLong
            ? tally.people.map((person) => <li key={person.participant}>{toLine(person)}</li>)
            : toLines(tally, text).map((line) => <li key={line}>{line}</li>)}
        </ul>
      )}
      <p role="status">{sayRequests(tally, text, nameOf)}</p>
    </>
  )
  return { lang: text.lang, dir: text.dir, 'data-disclosure': tally.disclosure, says }
})

/**
 * What a host may know of the answers: names, counts or the outcome, as the feature discloses. Nothing while the
 * authority is out of reach: what was so is not what is so.
 */
export function ConsentTally(props: ConsentTallyProps) {
  return (
    <Provider value={props}>
      <TallyLines className="askfirst askfirst-tally" />
    </Provider>
  )
}

type Person = Extract<Tally, { disclosure: 'named' }>['people'][number]

interface PersonLineProps {
  readonly person: Person
  readonly text: Text
  nameOf(participant: string): string
}

/** One person of a tally by names; rendered anew when it is another answer, and for nobody else's. */
const PersonLine = memo(function PersonLine({ person, text, nameOf }: PersonLineProps) {
  return text.t(toPersonKey(person), { name: isolate(nameOf(person.participant), text) })
})

const toPersonKey = ({ included, unanswered }: Person) =>
  included ? 'tallyPersonIncluded' : unanswered ? 'tallyPersonOpen' : 'tallyPersonNotIncluded'

function toLines(tally: Tally, text: Text): string[] {
  if (tally.disclosure === 'outcome') return [text.t(tally.everyone ? 'tallyEveryone' : 'tallyNotEveryone')]
  return tally.disclosure === 'named' ? toCounts(tally.people, text) : sayCounts(tally, text)
}

function toCounts(people: readonly Person[], text: Text): string[] {
  let included = 0
  for (const person of people) if (person.included) included += 1
  return sayCounts({ included, notIncluded: people.length - included }, text)
}
const sayCounts = (counts: { readonly included: number; readonly notIncluded: number }, { t }: Text) => [
  t('tallyIncluded', { count: counts.included }),
  t('tallyNotIncluded', { count: counts.notIncluded }),
]

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
  return `${named}\n${others}`.trim()
}
