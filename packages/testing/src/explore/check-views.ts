import { type MeetingState, projectPerson } from '@askfirst/core/authority'
import { areGatesRight } from './check-gates.ts'
import { type Check, isOpen, type Say } from './invariants.ts'
import {
  capturedIn,
  countOf,
  type Declared,
  isBot,
  isConnected,
  isHosting,
  isInCall,
  isPersonHere,
  isReady,
  obstaclesForAll,
  shownOf,
  standOf,
  strangersIn,
} from './rules.ts'
import { NOBODY, type Truth, wordOf } from './truth.ts'

// takes: a state · gives: where what somebody is shown of it is not what the events say they may see
// Every field is made again from what this person said, so nothing that somebody else said can be in it.

const BESIDE = { nameOf: () => undefined, permits: () => true } as const
type View = ReturnType<typeof projectPerson>
type FeatureView = NonNullable<View['features'][string]>

/** What people and hosts are shown of a state; dearer, so for each new state once. */
export const checkViews: Check = ({ after, declared, names }, say) => {
  const { state, truth } = after
  const hosting = countOf(truth, () => true)
  for (const name of names) {
    const one = truth.people[name] ?? NOBODY
    const viewer = { participant: name, role: one.role, kind: one.kind } as Parameters<
      typeof projectPerson
    >[1]
    const view = projectPerson(state, viewer, BESIDE)
    checkOthers(view, truth, name, say)
    const devices = Object.keys(one.devices).length
    if (view.you.devices !== devices)
      say(15, `${name} is told to be here with ${view.you.devices} devices, and it is ${devices}`)
    const company = hosting <= 1 ? 'alone' : hosting === 2 ? 'pair' : hosting < 6 ? 'few' : 'many'
    if (view.company !== company) say(14, `${name} is told ${view.company}, and it is ${company}`)
    for (const declaration of declared) {
      const mine = view.features[declaration.id]
      // Shown or told by a gate that is wrong itself: that is the gate's breach, and said there.
      const follow: Say = (rule, what) => {
        if (areGatesRight(after, declaration, names)) say(rule, what)
      }
      if (mine !== undefined) checkOwn(mine, state, truth, declaration, name, say, follow)
      else if (declaration.owner === undefined) say(15, `${name} is not shown ${declaration.id}`)
      else if (truth.running[declaration.id] !== undefined)
        say(15, `${name} is not shown that ${declaration.id} is on`)
      const told = view.tallies[declaration.id]
      const due = tallyFor(truth, declaration, name, one.role)
      if (told !== undefined && due === undefined)
        say(14, `${name} may not be told how others answered ${declaration.id}`)
      else if (plainOf(told) !== plainOf(due))
        follow(14, `${name} is told ${plainOf(told)}, and may be told ${plainOf(due)}`)
    }
    const spare = Object.keys(view.features).find((id) => declared.every((each) => each.id !== id))
    if (spare !== undefined) say(14, `${name} is shown ${spare}`)
  }
}

function checkOthers({ others }: View, truth: Truth, name: string, say: Say): void {
  const { roster = {}, people } = truth
  const bots = new Set([
    ...Object.keys(people).filter((who) => isBot(people[who]?.kind ?? '') && isInCall(people[who])),
    ...Object.keys(roster).filter((who) => isBot(roster[who] ?? '')),
  ])
  const shown = others.bots.map(({ participant }) => participant)
  if (shown.length !== bots.size || !shown.every((bot) => bots.has(bot)))
    say(6, `${name} is shown the bots "${shown.join()}", and there are "${[...bots].join()}"`)
  const strangers = strangersIn(truth).sort().join()
  if ([...others.strangers].sort().join() !== strangers)
    say(14, `${name} is shown the strangers "${others.strangers.join()}", and there are "${strangers}"`)
}

function checkOwn(
  mine: FeatureView,
  state: MeetingState,
  truth: Truth,
  declared: Declared,
  name: string,
  say: Say,
  follow: Say,
): void {
  const { id, asks } = declared
  const running = truth.running[id]
  const one = truth.people[name]
  const word = wordOf(truth, name, id)
  const { answer, gates } = mine
  const forAll = obstaclesForAll(truth, declared)
  // Off, and not known to be closed: hosts see that, and nobody is told who was never captured.
  const isFailing =
    running === undefined &&
    isHosting(one?.role ?? 'attendee') &&
    Object.values(truth.unclosed[id] ?? {}).some((said) => said !== 'silent')
  for (const ask of asks) {
    const gate = gates[ask]
    if (gate?.open !== isOpen(state, name, id, ask)) say(15, `${name} is shown another gate for ${ask}`)
    const reason = gate?.open === false ? gate.reason : undefined
    // Whether the reason is the own one: what closes it for all is told only to who has done their part.
    if (isFailing !== (running === undefined && reason === 'not-enforced'))
      say('enforced', `${name} is told ${reason} of ${id}, which ${isFailing ? 'could not be' : 'is'} closed`)
    const isForAll = reason === 'waiting-for-others' || reason === 'not-enforced'
    if (isForAll && forAll.length === 0 && !isFailing)
      follow(15, `${name} is told ${reason}, and it is not so`)
    if (running === undefined || one === undefined || isBot(one.kind)) continue
    if ((reason === 'declined' || reason === 'withdrawn') !== (word.no !== false))
      say('a no lasts', `${name} is told ${reason}`)
  }
  if (answer.decision !== word.decisions)
    say(8, `${name} is shown decision ${answer.decision} of ${word.decisions}`)
  const life = lifeOf(truth, declared, name)
  if (answer.state !== life) {
    const isNo = word.no !== false
    follow(isNo ? 'a no lasts' : 15, `${name} is shown as ${answer.state}, and is ${life}`)
  }
  const run = running?.run
  const isShown = run !== undefined && one !== undefined && shownOf(declared, run, one, word) === 'live'
  if (answer.shown !== isShown) say(7, `${name} is told to have been shown it: ${answer.shown}`)
  if (answer.waited !== (run !== undefined && word.shown?.run === run && word.shown.waited))
    say('the wait', `${name} is told that the wait is over: ${answer.waited}`)
  if (answer.captured !== word.holders.length > 0)
    say('erasure', `${name} is told that something may be erased: ${answer.captured}`)
  if (!answer.captured && asks.some((ask) => isOpen(state, name, id, ask)))
    follow('erasure', `${name} is captured by ${id}, and is told that there is nothing to erase`)
  const [open, done] = [mine.erasure?.open ?? [], mine.erasure?.done ?? []]
  if (open.join() !== (word.duty?.open ?? []).join() || done.join() !== (word.duty?.done ?? []).join())
    say('erasure', `${name} is told that "${open.join()}" still have to erase`)
  if (mine.activation?.id !== run || mine.activation?.by !== running?.by)
    say('phases', `${name} is shown the run ${mine.activation?.id} of ${mine.activation?.by}`)
  if ((mine.askedAgain === true) !== (running?.askedAgain === true))
    say('asked again once', `${name} is told to have been asked again: ${mine.askedAgain}`)
  if ((mine.forbidden === true) !== truth.forbidden.includes(declared.feature.id))
    say('own runs', `${name} is told that none is allowed: ${mine.forbidden}`)
  if (mine.owner !== declared.owner) say('own runs', `${id} is shown as of ${mine.owner}`)
}

/** What the life of an answer has come to, from what this person said. */
function lifeOf(truth: Truth, declared: Declared, name: string): string {
  const word = wordOf(truth, name, declared.id)
  if (word.no !== false) return word.no
  const running = truth.running[declared.id]
  const run = running?.run
  const one = truth.people[name]
  if (run === undefined || one === undefined || !isConnected(one)) return 'unasked'
  // Everybody waits for this one's answer, whatever it was before: so it is asked for.
  const stand = running?.awaited === name ? 'none' : standOf(declared, run, one, word.yes)
  if (stand === 'serves') return 'accepted'
  if (stand === 'stale') return 'stale'
  const isOfThis = word.later?.run === run && word.later.revision === declared.feature.revision
  if (word.later !== undefined && isOfThis) return word.later.as
  if (shownOf(declared, run, one, word) === 'live') return 'shown'
  return word.expired ? 'expired' : 'asked'
}

const isAnswered = (life: string): boolean => /^(accepted|declined|withdrawn)$/.test(life)

/** What this host, or owner of the run, may be told; nobody else is told anything. */
function tallyFor(truth: Truth, declared: Declared, name: string, role: string): object | undefined {
  const running = truth.running[declared.id]
  if (running === undefined || !(isHosting(role) || declared.owner === name)) return undefined
  const { requests: by, unknown } = running
  const asked = by.length + unknown === 0 ? {} : { offRequests: { by, unknown } }
  const { disclosure, countsFrom } = declared.feature.policy
  const isFree = obstaclesForAll(truth, declared).length === 0
  if (disclosure === 'named') {
    const here = Object.keys(truth.people).filter((who) => isPersonHere(truth.people[who]))
    const isAsked = declared.feature.policy.basis === 'consent'
    const people = here.map((participant) => ({
      participant,
      included: isFree && isReady(truth, declared, participant),
      ...(isAsked && !isAnswered(lifeOf(truth, declared, participant)) && { unanswered: true }),
    }))
    return { disclosure, people, ...asked }
  }
  const people = countOf(truth, () => true)
  const included = capturedIn(truth, declared)
  const others = people - (isPersonHere(truth.people[name]) ? 1 : 0)
  if (disclosure === 'counts' && others >= countsFrom)
    return { disclosure, included, notIncluded: people - included, ...asked }
  return { disclosure: 'outcome', everyone: people > 0 && included === people, ...asked }
}

/** Text of a tally: whose order is nobody's, and keys in order. */
function plainOf(tally: object | undefined): string | undefined {
  if (tally === undefined) return undefined
  const { people, ...rest } = tally as { people?: readonly { participant: string }[] }
  const named =
    people === undefined
      ? ''
      : people
          .map((one) => JSON.stringify(one))
          .sort()
          .join()
  return `${JSON.stringify(Object.entries(rest).sort())}${named}`
}
