import { toDeclaredId } from '../model/owned-id.ts'
import type { Keep } from '../ports.ts'
import type { AnswerState, PersonView } from '../project.ts'
import type { ClientState, StandingNo, StoodAnswer } from './client-state.ts'

// takes: what this device keeps, what the client knows · gives: the questions to answer with a no
// never: says yes, answers one run twice, or says a no that costs the call

const KEY = 'no'

/** Keeps the switch; whatever text is kept, it is on: nothing is kept of one that is off. */
export function createStandingNo(keep: Keep | undefined) {
  /** Undefined where the device does not say. */
  const isKept = (): boolean | undefined => {
    try {
      return keep && keep.load().length > 0
    } catch {
      return undefined
    }
  }
  return {
    /** What the device says, unless it could not keep what was before: a fault turns no switch off. */
    read(before: StandingNo): StandingNo {
      const kept = isKept()
      if (kept === undefined || (!kept && before === 'page')) return before
      return kept ? 'on' : 'off'
    },
    write(wanted: 'off' | 'on'): StandingNo {
      try {
        if (wanted === 'on') keep?.save(KEY, wanted)
        else keep?.remove(KEY)
      } catch {
        // It holds for this page.
      }
      if (wanted === 'off') return 'off'
      return isKept() === true ? 'on' : 'page'
    },
  }
}

/** What was said to an earlier run than the one that is on says nothing of how that one ends. */
export function withoutPast({ stood }: ClientState, view: ClientState['view']): ClientState['stood'] {
  const isOf = (id: string, run: string): boolean => (view?.features[id]?.activation?.id ?? run) === run
  return Object.fromEntries(Object.entries(stood).filter(([id, { activation }]) => isOf(id, activation)))
}

/** What a person has not said a word to, or is asked anew. Later is no answer. */
const OPEN: readonly AnswerState[] = ['asked', 'shown', 'deferred', 'unanswered', 'expired', 'stale']

/**
 * The questions that the standing no answers now: those that this page would put to a person.
 *
 * Where no means leaving the call, the person is asked: nobody is thrown out of a call by a switch.
 */
export function selectStood(state: ClientState): Readonly<Record<string, StoodAnswer>> {
  const { catalogue, pending, place, standingNo, stood, view } = state
  const found: Record<string, StoodAnswer> = {}
  // Who is in a room with others has no switch of their own there.
  if (standingNo === 'off' || place === 'out' || view?.you.kind !== 'person') return found
  for (const [id, { activation, answer, hash }] of Object.entries(view.features)) {
    const entry = catalogue.get(toDeclaredId(id))
    if (activation === undefined || entry?.hash !== hash || !OPEN.includes(answer.state)) continue
    const { decline } = entry.feature.policy
    if (decline === 'leave' || stood[id]?.activation === activation.id) continue
    // An answer of the person's own is on its way.
    if (pending.some(({ feature, type }) => feature === id && type.startsWith('consent.'))) continue
    const ends = decline === 'stop' && view.you.place === 'call'
    found[id] = { activation: activation.id, decision: answer.decision, ends }
  }
  return found
}

/** Every tab and device of the person says it by one name, so that it counts once; undefined where that is too long. */
export function nameStood({ you }: PersonView, feature: string, said: StoodAnswer): string | undefined {
  const id = `standing ${you.participant} ${feature} ${said.activation} ${said.decision}`
  return id.length > LONGEST_ID ? undefined : id
}

/** What the authority takes as the id of a command. */
const LONGEST_ID = 128
