import { timePhases } from '../phases.ts'
import { floorOf } from './floor.ts'
import { type SeriesName, series } from './series.ts'

// takes: how many people there are, and what they do · gives: nanoseconds of each kind of decision, and of the floor,
// as JSON · never: measures two meetings in one process, of which the second finds the first one's objects in its way

/** One kind of decision: nanoseconds each of the authority, and of the floor. */
export interface TimedKind {
  readonly kind: string
  readonly ns: number
  readonly floor: number
}

const [people, name] = [Number(process.argv[2]), process.argv[3] as SeriesName]
const { kinds, meetingOf } = series[name]
const { value, floor } = timePhases({ value: meetingOf(people), floor: floorOf(people, kinds) })
const timed = [...value].map(([kind, ns]): TimedKind => ({ kind, ns, floor: floor.get(kind) ?? 0 }))
console.log(JSON.stringify(timed))
