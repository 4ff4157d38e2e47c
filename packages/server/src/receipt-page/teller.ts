import {
  type ConsentRecord,
  type Declarations,
  type RecordedEvent,
  type RecordedFeature,
  selectRevisions,
} from '@askfirst/core/record'
import type { PageWords } from './en.ts'

type Values = Readonly<Record<string, string | number>>

/** Fills in what stands for something in the words of one language. */
export const createSay =
  <Key extends string>(words: Readonly<Record<Key, string>>) =>
  (key: Key, values: Values = {}): string =>
    words[key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))

/** Says what a record holds, in one language. */
export interface Teller {
  say(key: keyof PageWords, values?: Values): string
  /** In UTC. */
  time(at: string): string
  /** What a feature is called, or was in one revision of it. */
  name(feature: string, asked?: RecordedFeature): string
  purpose(purpose: string): string
  data(kinds: readonly string[]): string
  days(count: number): string
  event(event: RecordedEvent): string
  /** Whether it is a no without a yes before it, by whatever command it was said: nothing was taken back. */
  isBareNo(event: RecordedEvent | undefined): boolean
}

/** What was taken back without a yes, or where it was taken back, refused or erased by then: a no like any other. */
function selectBareNoes({ events }: ConsentRecord): ReadonlySet<RecordedEvent> {
  const yeses = new Set<string>()
  const found = new Set<RecordedEvent>()
  for (const event of events) {
    const { asks, feature = '', type } = event
    if (type === 'consent.accepted') yeses.add(feature)
    if (type === 'consent.withdrawn' && asks === undefined && !yeses.delete(feature)) found.add(event)
    if (type === 'consent.declined' || type === 'erasure.requested') yeses.delete(feature)
  }
  return found
}

export function createTeller(
  words: PageWords,
  lang: string,
  record: ConsentRecord,
  { catalogue, notices }: Declarations,
): Teller {
  const clock = new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' })
  const list = new Intl.ListFormat(lang, { type: 'conjunction' })
  const days = new Intl.NumberFormat(lang, { style: 'unit', unit: 'day', unitDisplay: 'long' })
  const say = createSay(words)
  const word = (key: string): string => (Object.hasOwn(words, key) ? words[key as keyof PageWords] : key)
  // What was asked for at the revision that the event is about: a later one may mean something else by the same id.
  const revisions = selectRevisions(record)
  const bareNoes = selectBareNoes(record)
  const askOf = (event: RecordedEvent, id: string): string => {
    const ask = revisions.get(event)?.asks?.find((one) => one.id === id)
    return ask === undefined ? id : word(ask.purpose)
  }
  /** The app's own title in this language, of one revision: that of another may say what this one did not ask. */
  const titleOf = (id: string, revision: number): unknown => {
    const declared = catalogue.get(id)?.feature
    if (declared?.revision === revision) return declared.text?.[lang]?.title
    const text = notices?.texts.findLast(
      (one) => one.feature === id && one.revision === revision && one.lang === lang,
    )
    return Object(text?.parameters.text).title
  }
  const name = (feature: string, asked?: RecordedFeature): string => {
    const [id = feature] = feature.split('@', 1)
    const now = catalogue.get(id)?.feature
    const title = titleOf(id, asked?.revision ?? now?.revision ?? 0)
    if (typeof title === 'string') return title
    const asks = asked === undefined ? Object.values(now?.asks ?? {}) : (asked.asks ?? [])
    const first = asks.find(({ required }) => required)
    return first === undefined ? id : word(first.purpose)
  }
  return {
    say,
    // Where an earlier event has a time that no calendar has, it stands as it is.
    time: (at) => (Number.isNaN(Date.parse(at)) ? at : clock.format(new Date(at))),
    name,
    purpose: word,
    data: (kinds) => list.format(kinds.map(word)),
    days: (count) => days.format(count),
    isBareNo: (event) => event !== undefined && bareNoes.has(event),
    event(event) {
      const { asks, feature = '', grants, place, processor = '' } = event
      const type = bareNoes.has(event) ? 'consent.declined' : event.type
      const key =
        asks !== undefined ? 'consent.withdrawnAsks' : place === 'lobby' ? 'participant.joinedLobby' : type
      const which = list.format((grants ?? asks ?? []).map((ask) => askOf(event, ask)))
      return Object.hasOwn(words, key)
        ? say(key as keyof PageWords, {
            feature: name(feature, revisions.get(event)),
            asks: which,
            name: processor,
          })
        : type
    },
  }
}
