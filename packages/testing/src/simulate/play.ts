import type { Broken } from '../explore/invariants.ts'
import { FEATURES } from './cast.ts'
import type { Device } from './device.ts'
import type { SimulatedMeeting } from './simulated-meeting.ts'

// takes: a meeting as it is played · gives: picks by its dice, and what somebody last pressed; the type of steps

/** What a person last pressed about one feature, by the order of all presses. */
interface Pressed {
  no: number
  /** Yeses that were taken, or of which nobody knows. */
  readonly yeses: Set<number>
}

/** One meeting as it is played. */
export interface Play {
  readonly meeting: SimulatedMeeting
  readonly random: () => number
  readonly presses: Map<string, Pressed>
  pressCount: number
  /**
   * What the wall clock is for in this meeting, whichever comes first: tokens are told from older ones by it, so
   * that it cannot jump where somebody is put out or given a role.
   */
  wallClock: 'free' | 'jumps' | 'tells tokens'
  /** How often a gate was found open. */
  opened: number
}

/** What a step did, as a sentence; with `broken`, what it found wrong at once. */
export interface Said {
  readonly says: string
  readonly broken?: Broken | undefined
}

/** One kind of thing that may happen. A rule more is one more of these. */
export interface StepKind {
  /** As it is counted. */
  readonly name: string
  /** How often, beside the others. */
  readonly weight: number
  /** Does it, with dice of the play; nothing where it makes no sense now. */
  act(play: Play): Said | string | undefined | Promise<Said | string | undefined>
}

export function pick<One>({ random }: Play, from: readonly One[]): One {
  const one = from[Math.floor(random() * from.length)]
  if (one === undefined) throw new RangeError('nothing to pick from')
  return one
}

export const chance = ({ random }: Play, share: number): boolean => random() < share
export const pickDevice = (play: Play): Device => pick(play, play.meeting.devices)
export const pickFeature = (play: Play) => pick(play, FEATURES)

export function pressedOf({ presses }: Play, name: string, feature: string): Pressed {
  const key = `${name} ${feature}`
  const known = presses.get(key) ?? { no: 0, yeses: new Set<number>() }
  presses.set(key, known)
  return known
}

/** Whether the person's last word on the feature was no. */
export const isLastWordNo = (play: Play, name: string, feature: string): boolean => {
  const { no, yeses } = pressedOf(play, name, feature)
  return no > Math.max(0, ...yeses)
}
