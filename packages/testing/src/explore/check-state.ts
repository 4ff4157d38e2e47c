import { selectAnswer, selectIncluded, selectPhase } from '@askfirst/core/authority'
import { checkGates } from './check-gates.ts'
import { type Check, isOpen } from './invariants.ts'
import {
  countOf,
  type Declared,
  isConnected,
  isHosting,
  isReady,
  mayBeOpen,
  obstaclesForAll,
  strangersIn,
} from './rules.ts'
import { type Truth, wordOf } from './truth.ts'

// takes: the state a step led to, and what the events say · gives: where the two differ
// What holds of a state alone holds of it whichever way it is reached.

/** Rules over a state. */
export const checkState: Check = (taken, say) => {
  const { after, declared, names } = taken
  const { state, truth } = after
  for (const one of declared) {
    const { id, owner } = one
    const known = state.features.get(id)
    const running = truth.running[id]
    if (known === undefined) {
      if (owner === undefined || running !== undefined) say(12, `${id} is gone`)
      continue
    }
    if (known.activation?.id !== running?.run) say('phases', `${id} is in the run ${known.activation?.id}`)
    const unclosed = toText(truth.unclosed[id] ?? {})
    const told = toText(
      Object.fromEntries(known.unclosed.map(({ enforcer, state: said }) => [enforcer, said])),
    )
    if (told !== unclosed) say('enforced', `"${told}" have still to close ${id}, and it is "${unclosed}"`)
    let ready = 0
    for (const name of names) {
      if (isReady(truth, one, name)) ready += 1
      const isNo = ['declined', 'withdrawn'].includes(selectAnswer(state.participants.get(name), id).state)
      if ((wordOf(truth, name, id).no !== false) !== isNo) {
        say('a no lasts', `the no of ${name} to ${id} is ${isNo ? 'made up' : 'forgotten'}`)
      }
    }
    let areRight = true
    checkGates(after, one, names, (rule, what) => {
      areRight = false
      say(rule, what)
    })
    if (owner !== undefined && running !== undefined) {
      const person = truth.people[owner]
      if (person === undefined || (!isConnected(person) && person.left))
        say('own runs', `${owner} has left and ${id} goes on`)
      if (truth.forbidden.includes(one.feature.id)) say('own runs', `${id} goes on though hosts allow none`)
    }
    const refusing = countOf(truth, (_, name) => wordOf(truth, name, id).no !== false)
    if (known.refusing !== refusing)
      say('counts', `${known.refusing} are counted as refusing ${id}, ${refusing} are`)
    if (!areRight) continue
    const isClosedForAll = running !== undefined && obstaclesForAll(truth, one).length > 0
    const included = isClosedForAll ? 0 : ready
    // While it is off, who has said yes for the whole meeting is counted already; the next run begins with them.
    if (running !== undefined && known.ready !== ready)
      say('counts', `${known.ready} are counted as ready for ${id}, ${ready} are`)
    if (selectIncluded(known) !== included)
      say('counts', `${selectIncluded(known)} are counted as included in ${id}, ${included} are`)
    const phase = selectPhase(known)
    const due = phaseOf(truth, one, included, isClosedForAll)
    if (phase !== due) say('phases', `${id} shows as ${phase}, and is ${due}`)
  }
  const people = countOf(truth, () => true)
  if (state.people !== people) say(6, `${state.people} are counted as people, ${people} are`)
  const hosts = countOf(truth, ({ role }) => isHosting(role))
  if (state.hosts !== hosts) say('counts', `${state.hosts} are counted as hosts, ${hosts} are`)
  const strangers = strangersIn(truth).length
  if (state.strangers !== strangers)
    say('counts', `${state.strangers} are counted as strangers, ${strangers} are`)
  if (state.rostered !== (truth.roster !== undefined))
    say('counts', `the roster is ${state.rostered ? 'known' : 'unknown'}`)
}

const toText = (unclosed: Truth['unclosed'][string]): string =>
  Object.entries(unclosed)
    .map((one) => one.join(' '))
    .sort()
    .join()

function phaseOf(truth: Truth, { id }: Declared, included: number, isClosedForAll: boolean): string {
  const running = truth.running[id]
  if (running === undefined) return 'off'
  if (included > 0) return 'on'
  return isClosedForAll && running.begun ? 'paused' : 'asking'
}

/** Rules over how one state follows another. */
export const checkStep: Check = (taken, say) => {
  const { before, after, wish, events = [], declared, names } = taken
  const { actor, command } = wish
  const isStart = events.some(({ type }) => type === 'authority.started')
  for (const name of names) {
    const [was, is] = [before.state.participants.get(name), after.state.participants.get(name)]
    if (isStart && is !== undefined && is.connections.length > 0)
      say(3, 'somebody counts as here right after a restart')
    const cut = events.find(
      (event) =>
        (event.type === 'participant.removed' || event.type === 'role.changed') && event.participant === name,
    )
    if (!isStart && (is?.cutAt ?? 0) !== (cut?.at ?? was?.cutAt ?? 0))
      say('removed', `older tokens of ${name} ${cut === undefined ? 'stopped working' : 'still work'}`)
    if (cut?.type === 'participant.removed') {
      if (is !== undefined && is.connections.length > 0)
        say('removed', `${name} was put out and is still here`)
      for (const { id, asks } of declared) {
        if (asks.some((ask) => isOpen(after.state, name, id, ask)))
          say('removed', `${name} was put out and is captured by ${id}`)
      }
    }
    if (cut?.type === 'role.changed' && is?.role !== cut.role)
      say('removed', `${name} is ${is?.role} and was made ${cut.role}`)
  }
  for (const one of declared) {
    const { id, asks, feature } = one
    // Who waits for everybody is opened by the last of them, and by who refuses going away.
    const isForAll = feature.policy.start === 'all' || feature.policy.decline === 'stop'
    // And a yes that lasts for the meeting serves the run that somebody turns on.
    if (feature.policy.lasts === 'meeting' && command.type === 'feature.enable') continue
    for (const name of names) {
      if (actor.use !== 'person' || isForAll || name === actor.participant) continue
      for (const ask of asks) {
        const opened = isOpen(after.state, name, id, ask) && !isOpen(before.state, name, id, ask)
        // What may not be open at all is another rule's to say.
        if (opened && mayBeOpen(after.truth, one, name, ask))
          say(5, `what ${actor.participant} did opened the gate of ${name} for ${ask}`)
      }
    }
  }
  if (actor.use !== 'person') return
  if (command.type !== 'consent.decline' && command.type !== 'consent.withdraw') return
  const one = declared.find(({ id }) => id === command.feature)
  if (one === undefined) return
  const named = command.type === 'consent.withdraw' ? command.asks : undefined
  for (const ask of named ?? one.asks) {
    const { participant } = actor
    // By what was written: a gate that stays open against it is another rule's to say.
    if (isOpen(after.state, participant, one.id, ask) && mayBeOpen(after.truth, one, participant, ask))
      say(16, `one ${command.type.slice(8)} of ${actor.participant} left ${ask} open`)
  }
}
