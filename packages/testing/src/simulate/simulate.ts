import { createMeetingState, projectPerson, replay } from '@askfirst/core/authority'
import { mayBeOpen } from '../explore/rules.ts'
import { createRandom } from '../random.ts'
import {
  createSimulatedMeeting,
  DECLARED,
  type Device,
  SIMULATED,
  type SimulatedMeeting,
} from './simulated-meeting.ts'

/** Which meeting is played, and for how long. */
export interface SimulateOptions {
  /** The same seed plays the same meeting, to the last event. */
  readonly seed: number
  /** @default 60 */
  readonly steps?: number
}

/** A meeting that was played: its story, and what did not hold. */
export interface Simulation {
  readonly seed: number
  /** Every step taken, as sentences. */
  readonly story: readonly string[]
  /** What did not hold, and after which step; absent if all held. */
  readonly broken?: string | undefined
  /** How often a gate was found open: a simulation in which nothing opens proves nothing. */
  readonly opened: number
  /** Everything the ledger held in the end, as text. */
  readonly ledger: string
}

const ASKS = Object.keys(SIMULATED.asks) as (keyof typeof SIMULATED.asks)[]
const NAMES = ['anna', 'ben', 'cem'] as const
/** Longest a device may believe in an old yes: its own lease, and a second to come round. */
const DEVICE_LEASE_MS = 10_000 + 1_000
const WORKER_LEASE_MS = 3_000

/**
 * Plays one meeting at random: people, lines, the worker, the ledger and the authority do whatever they
 * like, and after each step everything that must hold, holds; after some calm all agree.
 */
export async function simulate({ seed, steps = 60 }: SimulateOptions): Promise<Simulation> {
  const random = createRandom(seed)
  const meeting = await createSimulatedMeeting(seed)
  const story: string[] = []
  const play: Play = {
    meeting,
    random,
    undoFault: undefined,
    said: new Map(),
    closedSince: new Map(),
    opened: 0,
  }
  const end = (broken?: string): Simulation => ({
    seed,
    story,
    broken,
    opened: play.opened,
    ledger: JSON.stringify(meeting.events),
  })
  for (let step = 0; step < steps; step += 1) {
    const [says, wrong] = await act(play, step)
    story.push(says)
    if (wrong !== undefined) return end(wrong)
    // What is under way when the next thing happens is half of what goes wrong.
    if (random() < 0.3) continue
    await meeting.settle()
    const broken = check(play)
    if (broken !== undefined) return end(broken)
  }
  story.push('calm')
  await calm(play)
  const broken = check(play) ?? checkAgreement(play)
  for (const { client } of meeting.devices) client.dispose()
  meeting.worker.close()
  return end(broken)
}

interface Play {
  readonly meeting: SimulatedMeeting
  readonly random: () => number
  undoFault: (() => void) | undefined
  /** Last word of each person, and at which step it was pressed. */
  readonly said: Map<string, 'yes' | 'no'>
  /** Since when the ledger closes a gate, by monotonic time. */
  readonly closedSince: Map<string, number>
  opened: number
}

const seen = { visibleMs: 2_000, lang: 'en' }

async function act(play: Play, step: number): Promise<readonly [says: string, broken?: string]> {
  const { meeting, random, said } = play
  const device = meeting.devices[Math.floor(random() * meeting.devices.length)] as Device
  const [host] = meeting.devices as [Device]
  const { client, label } = device
  const isOff = meeting.truth().running[SIMULATED.id] === undefined
  const rolled = step < 4 ? 0 : random()
  // While it is off there is nothing to accept: somebody turns it on.
  const dice = isOff && rolled >= 0.25 && rolled < 0.42 ? 0 : rolled
  if (dice < 0.06) {
    await meeting.settle()
    said.set('anna', 'yes')
    void host.client.enable('summary', { answer: 'accept' })
    return ['anna turns it on']
  }
  if (dice < 0.08) {
    void host.client.disable('summary')
    return ['anna turns it off']
  }
  if (dice < 0.25) {
    void client.show('summary', seen)
    return [`${label} shows the notice`]
  }
  if (dice < 0.42) {
    said.set(device.participant, 'yes')
    void client.accept('summary', { grants: random() < 0.5 ? ['improve'] : [] })
    return [`${label} accepts`]
  }
  if (dice < 0.54) {
    const isDecline = dice < 0.46
    // Before the authority has said who this is, a page cannot keep its no over a reload.
    if (client.store.getState().view === undefined) return [`${label} is not there yet`]
    said.set(device.participant, 'no')
    device.nos += 1
    const by = device.client
    void (isDecline ? client.decline('summary') : client.withdraw('summary')).then(() => {
      if (device.client === by) device.nos -= 1
    })
    const isOpen = ASKS.some((ask) => client.permits('summary', ask))
    const says = `${label} ${isDecline ? 'declines' : 'withdraws'}`
    return isOpen ? [says, `${label} said no and its own gate is open`] : [says]
  }
  if (dice < 0.57) {
    void client.withdraw('summary', { asks: ['improve'] })
    return [`${label} takes back improve`]
  }
  if (dice < 0.6) {
    device.hide?.()
    device.hide = device.hide === undefined ? client.attachIndicator() : undefined
    return [`${label} ${device.hide === undefined ? 'hides' : 'shows'} the indicator`]
  }
  if (dice < 0.63) {
    if (client.store.getState().place === 'out') client.enter('call')
    else if (random() < 0.5) void client.leave()
    else client.enter(client.store.getState().place === 'call' ? 'lobby' : 'call')
    return [`${label} is ${client.store.getState().place}`]
  }
  if (dice < 0.66) {
    device.reload()
    return [`${label} reloads`]
  }
  if (dice < 0.7) {
    device.isDown = !device.isDown
    if (device.isDown) device.cut()
    return [`${label} is ${device.isDown ? 'down' : 'up'}`]
  }
  if (dice < 0.73) {
    device.cut()
    return [`the line of ${label} breaks`]
  }
  if (dice < 0.76) {
    if (meeting.frozen.isFrozen()) meeting.frozen.thaw()
    else meeting.frozen.freeze()
    return [`the worker’s line ${meeting.frozen.isFrozen() ? 'freezes' : 'thaws'}`]
  }
  if (dice < 0.83) return [fault(play)]
  if (dice < 0.87) return [await restart(play)]
  if (dice < 0.89) {
    const ms = Math.round((random() - 0.5) * 7_200_000)
    meeting.clock.jump(ms)
    return [`the wall clock jumps by ${ms} ms`]
  }
  if (dice < 0.92) {
    const ms = 3_000 + Math.round(random() * 15_000)
    meeting.clock.suspend(ms)
    const isOpen = NAMES.some((name) => ASKS.some((ask) => meeting.worker.permits(name, 'summary', ask)))
    const isBlind =
      ms >= DEVICE_LEASE_MS &&
      meeting.devices.some((one) => ASKS.some((ask) => one.client.permits('summary', ask)))
    meeting.clock.advance(0)
    const says = `everything is suspended for ${ms} ms`
    if (isBlind) return [says, 'a device woke up with an open gate']
    return isOpen ? [says, 'the worker woke up with an open gate'] : [says]
  }
  const ms = 100 + Math.round(random() * 2_000)
  meeting.clock.advance(ms)
  return [`${ms} ms go by`]
}

function fault(play: Play): string {
  const { meeting, random } = play
  if (play.undoFault !== undefined) {
    play.undoFault()
    play.undoFault = undefined
    return 'the ledger is well again'
  }
  const kind = random()
  if (kind < 0.4) play.undoFault = meeting.ledger.fail()
  else if (kind < 0.8) play.undoFault = meeting.ledger.stall()
  else play.undoFault = meeting.mute()
  return `the ledger ${kind < 0.4 ? 'fails' : kind < 0.8 ? 'stalls' : 'writes and does not say so'}`
}

async function restart({ meeting, undoFault }: Play): Promise<string> {
  if (meeting.authority() !== undefined) {
    meeting.kill()
    return 'the authority is killed'
  }
  if (undoFault !== undefined) return 'the authority cannot start on a broken ledger'
  await meeting.start()
  return 'the authority starts'
}

/** What holds at every moment. */
function check(play: Play): string | undefined {
  const { meeting } = play
  const { worker, frozen, unwritten, clock } = meeting
  const truth = meeting.truth()
  const here = unwritten.without(truth)
  const authority = meeting.authority()
  const [lie] = unwritten.lies()
  if (lie !== undefined) return `a yes was acknowledged and is not in the ledger (${lie})`
  for (const name of NAMES) {
    for (const ask of ASKS) {
      const mayBe =
        mayBeOpen(here, DECLARED, name, ask) && !unwritten.isStopped(truth, name, SIMULATED.id, ask)
      const isStale = frozen.isFrozen() && frozen.forMs() < WORKER_LEASE_MS
      if (worker.permits(name, SIMULATED.id, ask)) {
        play.opened += 1
        if (!mayBe && !isStale) return `the worker may hear ${name} for ${ask} without a live yes`
      }
      if (!mayBe && authority?.permits(name, SIMULATED.id, ask) === true) {
        return `the authority lets ${ask} of ${name} through without a live yes`
      }
      const key = `${name} ${ask}`
      if (mayBeOpen(truth, DECLARED, name, ask)) play.closedSince.delete(key)
      else if (!play.closedSince.has(key)) play.closedSince.set(key, clock.monotonic())
      const since = play.closedSince.get(key)
      for (const device of meeting.devices) {
        if (device.participant !== name || !device.client.permits(SIMULATED.id, ask)) continue
        if (device.nos > 0) return `${device.label} said no and its own gate for ${ask} is open`
        if (device.hide === undefined) return `${device.label} shows nothing and its gate for ${ask} is open`
        if (since !== undefined && clock.monotonic() - since > DEVICE_LEASE_MS) {
          return `${device.label} takes ${ask} for open, long after it was closed`
        }
      }
    }
  }
  return undefined
}

/** Everything works again, and nobody does anything for a while. */
async function calm(play: Play): Promise<void> {
  const { meeting } = play
  play.undoFault?.()
  meeting.frozen.thaw()
  for (const device of meeting.devices) {
    device.isDown = false
    device.mend()
    device.hide ??= device.client.attachIndicator()
  }
  await meeting.settle()
  if (meeting.authority() === undefined) await meeting.start()
  for (const { client } of meeting.devices) if (client.store.getState().place !== 'call') client.enter('call')
  for (let second = 0; second < 40; second += 1) {
    meeting.clock.advance(1_000)
    await meeting.settle()
  }
}

/** After the calm every view is the authority's own, every gate is what the ledger says, and the last no stands. */
function checkAgreement({ meeting, said }: Play): string | undefined {
  const authority = meeting.authority()
  const state = replay(createMeetingState('meeting', meeting.catalogue), meeting.events)
  const permits = (name: string, feature: string, ask: string) =>
    authority?.permits(name, feature, ask) === true
  for (const { client, label, participant, role, nos } of meeting.devices) {
    const { connection, pending, view, refusal } = client.store.getState()
    if (connection !== 'live') return `${label} is ${connection} after the calm (${refusal?.message ?? ''})`
    if (pending.length > 0) return `${label} still waits for ${pending[0]?.type}`
    if (nos > 0) return `${label} never heard what became of its no`
    const own = projectPerson(
      state,
      { participant, role, kind: 'person' },
      { nameOf: () => undefined, permits },
    )
    if (JSON.stringify(sorted(view)) !== JSON.stringify(sorted(own))) return `${label} is shown another state`
  }
  for (const name of NAMES) {
    for (const ask of ASKS) {
      const due = mayBeOpen(meeting.truth(), DECLARED, name, ask)
      if (permits(name, SIMULATED.id, ask) !== due) return `the authority is wrong about ${ask} of ${name}`
      if (meeting.worker.permits(name, SIMULATED.id, ask) !== due)
        return `the worker is wrong about ${ask} of ${name}`
      if (due && said.get(name) === 'no') return `${name} said no last, and ${ask} is open`
    }
  }
  return undefined
}

/** Without what is not there, and in order, so that two views can be compared as text. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, of]) => of !== undefined)
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, of]) => [key, sorted(of)]),
  )
}
