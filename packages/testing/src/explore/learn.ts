import type { MeetingEvent } from '@askfirst/core/authority'
import { capturedIn, type Declared, isBot } from './rules.ts'
import { NO_WORD, NOBODY, type Run, type Someone, type Truth, type Unclosed, type Word } from './truth.ts'

// takes: what the events said so far, and one more · gives: what they say now; nothing of what was is changed
// never: asks the core: it is written from semantics.md, to be compared with

const PAUSES_WITHIN_MS = 5 * 60_000

/** What the events say with one more of them. */
export function learn(was: Truth, event: MeetingEvent, declared: readonly Declared[]): Truth {
  let now = learnFact(was, event, declared)
  for (const one of declared) {
    const running = now.running[one.id]
    if (running === undefined) continue
    const isForAll = one.feature.policy.start === 'all'
    if (running.begun && !isForAll) continue
    const captured = capturedIn(now, one)
    if (captured > 0 && !running.begun) now = changeRun(now, one.id, () => ({ begun: true }))
    if (!isForAll || captured > 0 || was.running[one.id] === undefined) continue
    // Three pauses by one participant within five minutes, and everybody waits for that one's answer.
    const isOverdue = Object.values(running.enforcers).some(({ confirmed }) => !confirmed)
    const who = 'participant' in event ? event.participant : undefined
    if (who === undefined || isOverdue || capturedIn(was, one) === 0) continue
    now = changeRun(now, one.id, ({ pauses, awaited }) => {
      const recent = [...pauses.filter(({ at }) => event.at - at < PAUSES_WITHIN_MS), { who, at: event.at }]
      const mine = recent.filter((pause) => pause.who === who).length
      return { pauses: recent, awaited: mine >= 3 ? who : awaited }
    })
  }
  return now
}

function learnFact(was: Truth, event: MeetingEvent, declared: readonly Declared[]): Truth {
  switch (event.type) {
    case 'authority.started': {
      const people: Record<string, Someone> = {}
      for (const name in was.people) {
        const one = was.people[name] as Someone
        people[name] = isEmpty(one.devices) ? one : { ...one, devices: {}, left: false }
      }
      return { ...was, people, roster: undefined, term: event.number }
    }
    case 'roster.reported': {
      const roster = { ...was.roster }
      for (const name of event.left) delete roster[name]
      for (const { participant, kind } of event.joined) roster[participant] = kind
      return { ...was, roster }
    }
    case 'feature.enabled': {
      const { feature, activation: run, revision, by, at } = event
      const begun: Run = { ...NEW_RUN, run, revision, by, at }
      return {
        ...was,
        runs: withOne(was.runs, feature, [...(was.runs[feature] ?? []), run]),
        starts: withOne(was.starts, feature, [...(was.starts[feature] ?? []), at].slice(-2)),
        running: withOne(was.running, feature, begun),
      }
    }
    case 'feature.disabled': {
      const { begun = false, enforcers = {} } = was.running[event.feature] ?? {}
      const left: Record<string, Unclosed[string]> = {}
      for (const enforcer in begun ? enforcers : {}) left[enforcer] = 'silent'
      const ended = { ...was, running: withOne(was.running, event.feature, undefined) }
      return isEmpty(left) ? ended : changeUnclosed(ended, event.feature, (known) => ({ ...left, ...known }))
    }
    case 'feature.barred':
      return { ...was, forbidden: [...was.forbidden, event.feature] }
    case 'feature.allowed':
      return { ...was, forbidden: was.forbidden.filter((id) => id !== event.feature) }
    case 'feature.offRequested': {
      const { participant } = event
      return changeRun(was, event.feature, ({ requests, unknown }) =>
        participant === undefined ? { unknown: unknown + 1 } : { requests: [...requests, participant] },
      )
    }
    case 'notice.askedAgain': {
      const { feature } = event
      let now = changeRun(was, feature, () => ({ askedAgain: true }))
      for (const name in was.people) {
        const one = was.people[name] as Someone
        const word = one.words[feature]
        if (word?.later?.run !== event.activation || word.no !== false) continue
        const people: Truth['people'] = {
          ...now.people,
          [name]: { ...one, words: { ...one.words, [feature]: { ...word, later: undefined } } },
        }
        now = { ...now, people }
      }
      return now
    }
    case 'enforcement.confirmed':
    case 'enforcement.overdue': {
      const { enforcer, feature, term, epoch } = event
      const confirmed = event.type === 'enforcement.confirmed'
      const isOfRun = confirmed || was.running[feature]?.enforcers[enforcer] !== undefined
      const now = isOfRun
        ? changeRun(was, feature, ({ enforcers }) => ({
            enforcers: { ...enforcers, [enforcer]: { confirmed, term, epoch } },
          }))
        : was
      const left = was.unclosed[feature]?.[enforcer]
      if (left === undefined || (isOfRun && !confirmed)) return now
      // Silent twice is gone for good; who has said that it could not close is waited for however long.
      const isOver = confirmed || left === 'overdue'
      return changeUnclosed(now, feature, (known) =>
        isOver
          ? without(known, enforcer)
          : { ...known, [enforcer]: left === 'failed' ? left : ('overdue' as const) },
      )
    }
    case 'enforcement.failed': {
      const { enforcer, feature } = event
      const isHeard = was.running[feature]?.begun === true || was.unclosed[feature]?.[enforcer] !== undefined
      if (!isHeard) return was
      return changeUnclosed(was, feature, (known) => withOne(known, enforcer, 'failed'))
    }
  }
  if (!('participant' in event) || event.participant === undefined) return was
  const { participant } = event
  const one = was.people[participant] ?? NOBODY
  const now = learnOfOne(one, event, declared)
  const told = now === one ? was : { ...was, people: withOne(was.people, participant, now) }
  return answered(told, event, participant)
}

/** Whoever everybody waited for has answered, whichever way. */
function answered(was: Truth, event: MeetingEvent, who: string): Truth {
  const isGone = event.type === 'participant.removed'
  const about =
    event.type === 'consent.accepted' ||
    event.type === 'consent.declined' ||
    (event.type === 'consent.withdrawn' && event.asks === undefined)
      ? event.feature
      : event.type === 'participant.left'
        ? event.instead?.feature
        : undefined
  let now = was
  for (const id in was.running) {
    if (was.running[id]?.awaited !== who || !(isGone || about === id)) continue
    now = changeRun(now, id, ({ pauses }) => ({
      awaited: undefined,
      pauses: pauses.filter((pause) => pause.who !== who),
    }))
  }
  return now
}

/** Whoever is in the call as a person and as a bot is a person; as what they are not in the call, they are not. */
function withKind(one: Someone): Someone {
  const inCall = Object.values(one.devices).filter(({ place }) => place === 'call')
  const people = inCall.filter(({ kind }) => !isBot(kind))
  const kinds = (people.length > 0 ? people : inCall).map(({ kind }) => kind)
  const [kind = one.kind] = kinds
  return kinds.includes(one.kind) || kind === one.kind ? one : { ...one, kind }
}

function learnOfOne(one: Someone, event: MeetingEvent, declared: readonly Declared[]): Someone {
  const word = (feature: string, change: (was: Word) => Partial<Word>): Someone => {
    const known = one.words[feature] ?? NO_WORD
    return { ...one, words: withOne(one.words, feature, { ...known, ...change(known) }) }
  }
  const of = (id: string) => declared.find((each) => each.id === id)
  const processorsOf = (id: string): readonly string[] =>
    of(id)?.feature.processors.map(({ name }) => name) ?? []
  switch (event.type) {
    case 'participant.joined': {
      const { connection, place, role, kind, room = '' } = event
      const device = { place, kind, room, shows: one.devices[connection]?.shows ?? [] }
      return withKind({ ...one, role, kind, devices: withOne(one.devices, connection, device) })
    }
    case 'participant.left': {
      const devices = event.instead === undefined ? without(one.devices, event.connection) : {}
      const gone = withKind({ ...one, left: true, devices })
      if (event.instead === undefined) return gone
      // Leaving is not an answer, nor is "later": who comes back is asked again.
      const { feature } = event.instead
      const known = one.words[feature]
      return known === undefined
        ? gone
        : { ...gone, words: withOne(one.words, feature, { ...known, later: undefined }) }
    }
    case 'participant.lapsed':
      return withKind({ ...one, left: false, devices: without(one.devices, event.connection) })
    case 'participant.removed': {
      // Whoever is let back in is asked anew; a no lasts.
      const words = Object.entries(one.words).map(
        ([id, known]) => [id, known.no === false ? { ...known, ...PLAIN, shown: undefined } : known] as const,
      )
      return { ...one, left: true, devices: {}, words: Object.fromEntries(words) }
    }
    case 'role.changed':
      return { ...one, role: event.role, given: event.role }
    case 'indicator.shown':
    case 'indicator.hidden': {
      const device = one.devices[event.connection]
      if (device === undefined) return one
      const now = { ...device, shows: event.type === 'indicator.shown' ? event.knows : [] }
      return { ...one, devices: withOne(one.devices, event.connection, now) }
    }
    case 'notice.shown': {
      const { activation, notice, kind, room = '' } = event
      const { revision, hash } = notice
      const shown = { run: activation, revision, hash, kind, room, waited: false }
      const begins = of(event.feature)?.feature.policy.basis === 'notice'
      return word(event.feature, ({ no, holders }) => ({
        shown,
        holders: begins && no === false ? union(holders, processorsOf(event.feature)) : holders,
      }))
    }
    case 'notice.lapsed':
      if (event.of === 'answer') {
        const later = { run: event.activation, revision: event.revision ?? 0, as: 'unanswered' } as const
        return word(event.feature, () => ({ yes: undefined, expired: false, later }))
      }
      return word(event.feature, ({ shown, no, holders }) => ({
        shown: shown && { ...shown, waited: true },
        holders: no === false ? union(holders, processorsOf(event.feature)) : holders,
      }))
    case 'consent.accepted': {
      const { notice, grants, room, kind, activation: run, feature } = event
      const { revision, hash } = notice
      return word(feature, ({ decisions, yes, holders }) => {
        const isSame = yes?.run === run && yes.hash === hash && yes.grants.join() === grants.join()
        const rooms = room === undefined ? [] : union(isSame ? yes.rooms : [], [room])
        return {
          ...PLAIN,
          yes: { run, revision, hash, kind, grants, rooms },
          decisions: decisions + 1,
          holders: union(holders, processorsOf(feature)),
        }
      })
    }
    case 'consent.declined':
      return word(event.feature, (w) => ({ ...PLAIN, no: 'declined', decisions: w.decisions + 1 }))
    case 'consent.withdrawn': {
      const { asks, feature } = event
      return word(feature, ({ yes, decisions }) =>
        asks === undefined
          ? { ...PLAIN, no: 'withdrawn', decisions: decisions + 1 }
          : {
              yes: yes && { ...yes, grants: yes.grants.filter((ask) => !asks.includes(ask)) },
              decisions: decisions + 1,
            },
      )
    }
    case 'consent.deferred': {
      const later = { run: event.activation, revision: event.revision, as: 'deferred' } as const
      return word(event.feature, () => ({ yes: undefined, expired: false, later }))
    }
    case 'consent.expired':
      return word(event.feature, () => ({
        yes: undefined,
        expired: true,
        later: undefined,
        shown: undefined,
      }))
    case 'erasure.requested':
      // What counts now is not erased: any yes there was is over.
      return word(event.feature, ({ duty, holders }) => ({
        yes: undefined,
        duty: { request: event.request, open: union(duty?.open ?? [], holders), done: [] },
        holders: [],
      }))
    case 'erasure.acknowledged':
      return word(event.feature, ({ duty }) => ({
        duty: duty && {
          ...duty,
          open: duty.open.filter((name) => name !== event.processor),
          done: [...duty.done, event.processor],
        },
      }))
    default:
      return one
  }
}

const PLAIN = { yes: undefined, no: false, later: undefined, expired: false } as const
const NEW_RUN = {
  begun: false,
  askedAgain: false,
  requests: [],
  unknown: 0,
  enforcers: {},
  pauses: [],
  awaited: undefined,
} as const

function changeRun(was: Truth, id: string, change: (run: Run) => Partial<Run>): Truth {
  const run = was.running[id]
  if (run === undefined) return was
  return { ...was, running: withOne(was.running, id, { ...run, ...change(run) }) }
}
const changeUnclosed = (was: Truth, id: string, change: (known: Unclosed) => Unclosed): Truth => ({
  ...was,
  unclosed: withOne(was.unclosed, id, change(was.unclosed[id] ?? {})),
})
const union = (some: readonly string[], more: readonly string[]): readonly string[] =>
  more.every((one) => some.includes(one)) ? some : [...new Set([...some, ...more])]

const isEmpty = (of: object): boolean => {
  for (const _ in of) return false
  return true
}
/** Written after the copy: a name that is worked out inside of a literal takes several times as long. */
function withOne<Value>(
  all: Readonly<Record<string, Value>>,
  key: string,
  value: Value,
): Readonly<Record<string, Value>> {
  const more: Record<string, Value> = { ...all }
  more[key] = value
  return more
}
function without<Value>(all: Readonly<Record<string, Value>>, key: string): Readonly<Record<string, Value>> {
  if (!(key in all)) return all
  const { [key]: _gone, ...rest } = all
  return rest
}
