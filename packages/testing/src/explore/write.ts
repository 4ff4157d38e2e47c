import type { MeetingState } from '@askfirst/core/authority'
import { Stamp } from './stamp.ts'
import type { Run, Someone, Truth } from './truth.ts'

// takes: a part of a state · gives: a number for it, from its canonical text
// What states hold is replaced, never changed, so each part is written once; what names participants,
// tells a time or counts without end is left to whoever puts the parts together.

/** Order among these is what counts, not how far they have got. */
const COUNTERS = ['decision', 'captured', 'request']
type Participant = NonNullable<ReturnType<MeetingState['participants']['get']>>
type Feature = NonNullable<ReturnType<MeetingState['features']['get']>>

export function createWriter(names: readonly string[]) {
  const numbers = new Map<string, number>()
  const texts: string[] = ['']
  const hashes: (readonly [number, number] | undefined)[] = []
  const numberOf = (text: string): number => {
    const number = numbers.get(text)
    if (number !== undefined) return number
    numbers.set(text, texts.length)
    texts.push(text)
    return texts.length - 1
  }
  const once = <Part extends object>(part: Part | undefined, text: (part: Part) => string): number => {
    if (part === undefined) return 0
    const known = Stamp.read(part, numbers)
    if (known !== undefined) return known
    const number = numberOf(text(part))
    Stamp.put(part, numbers, number)
    return number
  }

  /** Of the text, and of the texts behind the numbers in it: the same in every process. */
  function hashOf(number: number): readonly [number, number] {
    const known = hashes[number]
    if (known !== undefined) return known
    const whole = (texts[number] ?? '').replace(/#(\d+)/g, (_, inner) => hashOf(Number(inner)).join())
    const hash = hashText(whole)
    hashes[number] = hash
    return hash
  }

  const plain = (part: object | undefined): number => once(part, (of) => textOf(of, undefined))
  const answer = (part: object): number => once(part, (of) => textOf(of, rankOf(of)))
  /** Devices of one person are alike: their names do not matter. */
  const devices = (parts: Iterable<object>): string =>
    [...parts]
      .map((part) => texts[plain(part)])
      .sort()
      .join('+')
  const words = (all: Readonly<Record<string, object>>, of: (part: object) => number): string => {
    let text = ''
    for (const id of Object.keys(all).sort()) if (!id.includes('@')) text += `${id}=#${of(all[id] ?? {})},`
    return text
  }
  // How often somebody decided is compared with every step, and grows without end.
  const word = (part: object): number => once(part, (of) => textOf({ ...of, decisions: 0 }, rankOf(of)))

  return {
    numberOf,
    plain,
    participant: (part: Participant | undefined): number =>
      once(part, (one) => {
        let text = ''
        for (const key in one) {
          const value = one[key as keyof Participant]
          if (key === 'participant') continue
          if (key === 'connections') text += `${devices(one.connections.values())};`
          else if (key === 'answers') text += `${words(one.answers, answer)};`
          else if (key === 'cutAt') text += one.cutAt > 0 ? 'cut;' : ';'
          else text += `${key}:${textOf(value, undefined)};`
        }
        return text
      }),
    someone: (part: Someone | undefined): number =>
      once(part, (one) => {
        const { devices: all, words: said, ...rest } = one
        return `${textOf(rest, undefined)}${devices(Object.values(all))};${words(said, word)}`
      }),
    feature: (part: Feature): number =>
      once(part, (one) => {
        const {
          entry: _,
          id: __,
          activation,
          offRequests,
          enforcers,
          pauses: ___,
          starts: ____,
          ...rest
        } = one
        const { by: _____, at: ______, ...run } = activation ?? { by: '', at: 0 }
        const enforced = Object.keys(enforcers).map((name) => `${name}${enforcers[name]?.state}`)
        return `${textOf({ ...rest, awaited: rest.awaited !== undefined }, undefined)}${textOf(run, undefined)}${offRequests.unknown};${enforced.join()}`
      }),
    run: (part: Run | undefined): number =>
      once(part, (one) => {
        const { by: _, at: __, requests: ___, pauses: ____, enforcers, awaited, ...rest } = one
        const enforced = Object.keys(enforcers).map((name) => `${name}${enforcers[name]?.confirmed}`)
        return `${textOf({ ...rest, awaited: awaited !== undefined }, undefined)}${enforced.join()}`
      }),
    /** What one said to the run of another, or to the own. */
    pair(state: MeetingState, truth: Truth, name: string, owner: string): string {
      const said = state.participants.get(name)?.answers
      const heard = truth.people[name]?.words
      let text = ''
      for (const id in said) if (id.endsWith(`@${owner}`)) text += `#${answer(said[id] ?? {})}.`
      for (const id in heard) if (id.endsWith(`@${owner}`)) text += `#${word(heard[id] ?? {})}.`
      for (const [id, { offRequests }] of state.features)
        if (id.endsWith(`@${owner}`) && offRequests.by.includes(name)) text += '!'
      return text
    },
    /** A feature as one participant speaks of it: somebody's own run is no name that others share. */
    roleIn: (id: string, name: string): string => {
      const at = id.indexOf('@')
      if (at === -1) return id
      return names.includes(name) && id.slice(at + 1) === name ? `${id.slice(0, at)}@` : ''
    },
    hashOf,
  }
}

const ascending = (a: number, b: number): number => a - b

/** Canonical text: keys in order of their making, sets as sorted values, counters by rank. */
function textOf(value: unknown, ranks: readonly number[] | undefined): string {
  if (value === undefined) return '-'
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) return `[${value.map((one) => textOf(one, ranks)).join()}]`
  if (value instanceof Set) return `{${[...value].sort().join()}}`
  let text = '{'
  for (const key of Object.keys(value)) {
    const of = (value as Record<string, unknown>)[key]
    // When it was asked is shown to people, and makes no difference to what may follow.
    if (of === undefined || key === 'requestedAt') continue
    const isRanked = ranks !== undefined && typeof of === 'number' && COUNTERS.includes(key)
    text += `${key}:${isRanked ? ranks.indexOf(of) : textOf(of, ranks)},`
  }
  return `${text}}`
}

function rankOf(answer: object): readonly number[] {
  const found = new Set([0])
  const look = (value: object): void => {
    for (const [key, of] of Object.entries(value)) {
      if (typeof of === 'number') {
        if (COUNTERS.includes(key)) found.add(of)
      } else if (typeof of === 'object' && of !== null && !Array.isArray(of)) look(of)
    }
  }
  look(answer)
  return [...found].sort(ascending)
}

/** Two numbers of 32 bits. */
function hashText(text: string): readonly [number, number] {
  let [a, b] = [0x811c9dc5, 0x1b873593]
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code, 0x9e3779b1)
    b ^= b >>> 15
  }
  return [a, b]
}
