import type { Catalogue } from '@askfirst/core/authority'
import { type ConsentRecord, type RecordedEvent, selectRevisions } from '@askfirst/core/record'
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
  /** What a feature is called. */
  name(feature: string): string
  purpose(purpose: string): string
  data(kinds: readonly string[]): string
  event(event: RecordedEvent): string
}

export function createTeller(
  words: PageWords,
  lang: string,
  record: ConsentRecord,
  catalogue: Catalogue,
): Teller {
  const clock = new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' })
  const list = new Intl.ListFormat(lang, { type: 'conjunction' })
  const say = createSay(words)
  const word = (key: string): string => (Object.hasOwn(words, key) ? words[key as keyof PageWords] : key)
  // What was asked for at the revision that the event is about: a later one may mean something else by the same id.
  const revisions = selectRevisions(record)
  const askOf = (event: RecordedEvent, id: string): string => {
    const ask = revisions.get(event)?.asks?.find((one) => one.id === id)
    return ask === undefined ? id : word(ask.purpose)
  }
  const name = (feature: string): string => {
    const [id = feature] = feature.split('@', 1)
    const declared = catalogue.get(id)?.feature
    const first = Object.values(declared?.asks ?? {}).find(({ required }) => required)
    return declared?.text?.[lang]?.title ?? (first === undefined ? id : word(first.purpose))
  }
  return {
    say,
    // Where an earlier event has a time that no calendar has, it stands as it is.
    time: (at) => (Number.isNaN(Date.parse(at)) ? at : clock.format(new Date(at))),
    name,
    purpose: word,
    data: (kinds) => list.format(kinds.map(word)),
    event(event) {
      const { asks, feature = '', grants, place, processor = '', type } = event
      const key =
        asks !== undefined ? 'consent.withdrawnAsks' : place === 'lobby' ? 'participant.joinedLobby' : type
      const which = list.format((grants ?? asks ?? []).map((ask) => askOf(event, ask)))
      return Object.hasOwn(words, key)
        ? say(key as keyof PageWords, { feature: name(feature), asks: which, name: processor })
        : type
    },
  }
}
