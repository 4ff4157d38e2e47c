import type { MeetingEvent } from '@askfirst/core/authority'

// takes: events · gives: what they say about who agreed to what
// never: shares a line with the core: it is written from semantics.md, to be compared with

/** A yes, as it was given. */
export interface Yes {
  readonly run: string
  readonly revision: number
  readonly hash: string
  readonly kind: string
  readonly grants: readonly string[]
}

/** One person and one feature. */
export interface Word {
  readonly yes: Yes | undefined
  /** Said no since the last yes: a no lasts. */
  readonly no: boolean
  readonly shown: { readonly run: string; readonly hash: string } | undefined
  readonly decisions: number
  /** Number of the latest request to erase; 0 if there was none. */
  readonly asked: number
}

/** One device: where it is, and of which declarations its indicator speaks. */
export interface Device {
  readonly place: string
  readonly shows: readonly string[]
}

export interface Someone {
  readonly role: string
  readonly kind: string
  readonly devices: Readonly<Record<string, Device>>
  readonly words: Readonly<Record<string, Word>>
}

/** What the events of a meeting say, and nothing else. */
export interface Truth {
  readonly people: Readonly<Record<string, Someone>>
  readonly running: Readonly<Record<string, { readonly run: string; readonly revision: number } | undefined>>
  /** Ids of all runs so far, in order. */
  readonly runs: Readonly<Record<string, readonly string[]>>
}

export const NO_TRUTH: Truth = { people: {}, running: {}, runs: {} }
const NO_WORD: Word = { yes: undefined, no: false, shown: undefined, decisions: 0, asked: 0 }
const NOBODY: Someone = { role: 'attendee', kind: 'person', devices: {}, words: {} }

export const wordOf = (truth: Truth, name: string, feature: string): Word =>
  truth.people[name]?.words[feature] ?? NO_WORD

/** What the events say with one more of them. Nothing of `was` is changed. */
export function learn(was: Truth, event: MeetingEvent): Truth {
  switch (event.type) {
    case 'authority.started':
      return {
        ...was,
        people: mapValues(was.people, (one) => (isEmpty(one.devices) ? one : { ...one, devices: {} })),
      }
    case 'feature.enabled': {
      const { feature, activation: run, revision } = event
      const runs = { ...was.runs, [feature]: [...(was.runs[feature] ?? []), run] }
      return { ...was, runs, running: { ...was.running, [feature]: { run, revision } } }
    }
    case 'feature.disabled':
      return { ...was, running: { ...was.running, [event.feature]: undefined } }
  }
  if (!('participant' in event) || event.participant === undefined) return was
  const { participant } = event
  const one = was.people[participant] ?? NOBODY
  const now = learnOfOne(one, event, was)
  return now === one ? was : { ...was, people: { ...was.people, [participant]: now } }
}

function learnOfOne(one: Someone, event: MeetingEvent, { running }: Truth): Someone {
  const word = (feature: string, change: (was: Word) => Partial<Word>): Someone => {
    const known = one.words[feature] ?? NO_WORD
    return { ...one, words: { ...one.words, [feature]: { ...known, ...change(known) } } }
  }
  switch (event.type) {
    case 'participant.joined': {
      const { connection, place, role, kind } = event
      const device = { place, shows: one.devices[connection]?.shows ?? [] }
      return { ...one, role, kind, devices: { ...one.devices, [connection]: device } }
    }
    case 'participant.left':
      return { ...one, devices: event.instead === undefined ? without(one.devices, event.connection) : {} }
    case 'participant.lapsed':
      return { ...one, devices: without(one.devices, event.connection) }
    case 'indicator.shown':
    case 'indicator.hidden': {
      const device = one.devices[event.connection]
      if (device === undefined) return one
      const now = { ...device, shows: event.type === 'indicator.shown' ? event.knows : [] }
      return { ...one, devices: { ...one.devices, [event.connection]: now } }
    }
    case 'notice.shown':
      return word(event.feature, () => ({ shown: { run: event.activation, hash: event.notice.hash } }))
    case 'consent.accepted': {
      const { revision, hash } = event.notice
      const yes = { run: event.activation, revision, hash, kind: one.kind, grants: event.grants }
      return word(event.feature, ({ decisions }) => ({ yes, no: false, decisions: decisions + 1 }))
    }
    case 'consent.declined':
      return word(event.feature, (w) => ({ yes: undefined, no: true, decisions: w.decisions + 1 }))
    case 'consent.withdrawn': {
      const { asks, feature } = event
      return word(feature, ({ yes, no, decisions }) =>
        asks === undefined
          ? { yes: undefined, no: true, decisions: decisions + 1 }
          : {
              no,
              yes: yes && { ...yes, grants: yes.grants.filter((ask) => !asks.includes(ask)) },
              decisions: decisions + 1,
            },
      )
    }
    case 'consent.deferred':
      return running[event.feature] === undefined ? one : word(event.feature, () => ({ yes: undefined }))
    case 'erasure.requested':
      return word(event.feature, () => ({ asked: event.request }))
    default:
      return one
  }
}

const isEmpty = (of: object): boolean => Object.keys(of).length === 0
function without<Value>(all: Readonly<Record<string, Value>>, key: string): Readonly<Record<string, Value>> {
  if (!(key in all)) return all
  const { [key]: _gone, ...rest } = all
  return rest
}
function mapValues<Value>(of: Readonly<Record<string, Value>>, change: (value: Value) => Value) {
  return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, change(value)]))
}
