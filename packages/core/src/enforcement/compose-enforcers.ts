import { AskFirstError } from '../error.ts'
import type { Clock, Enforced, Enforcer, Peer, Presence } from '../ports.ts'
import type { AllowList } from '../protocol/gate-messages.ts'
import { isOlder, isOpen, isServing, toCommon, toUnserved } from './lists.ts'

// takes: several enforcers · gives: one, that confirms what all of them cover

const EFFECTIVE: readonly unknown[] = ['enforced', 'stopped', 'unconfirmed'] satisfies Enforced['effective'][]

/** Who is in the call, and how long enforcers are waited for. */
export interface CompositionOptions {
  readonly clock: Clock
  /** Who is in the call: needed as soon as one enforcer is `all-or-nothing`. */
  readonly presence?: Pick<Presence, 'peers'>
  /** How long an enforcer may take before it counts as `unconfirmed`, in ms. @default 2000 */
  readonly limitMs?: number
}

/**
 * Several enforcers as one: each is given every list in the same step, and only what all of them have made so is
 * `enforced`. One that throws, answers for an older list, with anything but an answer or not in time is `unconfirmed`.
 * A list is given to those that hold its feature back, and is `unconfirmed` where none does.
 *
 * An `all-or-nothing` enforcer is given a list only while everybody present is allowed, and an empty one otherwise.
 *
 * @throws AskFirstError without any enforcer, or with one that is all-or-nothing and no `presence`
 */
export function composeEnforcers(enforcers: readonly Enforcer[], options: CompositionOptions): Enforcer {
  const { clock, presence, limitMs = 2_000 } = options
  const [first] = enforcers
  if (first === undefined) {
    throw new AskFirstError('enforcers', {
      what: 'There is no enforcer.',
      why: 'With nothing that closes, no gate would be obeyed.',
      fix: 'Give at least one, such as createIngressGate in front of the model.',
    })
  }
  const isCoarse = enforcers.some(({ granularity }) => granularity === 'all-or-nothing')
  if (isCoarse && presence === undefined) {
    throw new AskFirstError('enforcement-presence', {
      what: 'An all-or-nothing enforcer came without `presence`.',
      why: 'It may only be on while everybody in the call is allowed, and nobody says who that is.',
      fix: 'Give the `presence` of the call.',
    })
  }

  const ask = (enforcer: Enforcer, list: AllowList): Promise<Enforced> => {
    const { promise, resolve } = Promise.withResolvers<Enforced>()
    const unconfirmed = (what: string, uncovered: readonly string[] = []): void => {
      const { feature, term, epoch } = list
      resolve({
        feature,
        term,
        epoch,
        effective: 'unconfirmed',
        uncovered,
        why: `${enforcer.point}: ${what}`,
      })
    }
    const undo = clock.after(limitMs, () => unconfirmed(`no answer within ${limitMs} ms`))
    // A synchronous throw counts like a rejection, and keeps no other enforcer from its list.
    new Promise<Enforced>((done) => {
      done(enforcer.apply(list))
    })
      .then((answer) => {
        const { effective, uncovered } = answer
        if (!Array.isArray(uncovered) || !uncovered.every((one) => typeof one === 'string'))
          return unconfirmed('answered without a list of whom it cannot hold back')
        const isNumbered = Number.isInteger(answer.term) && Number.isInteger(answer.epoch)
        if (answer.feature !== list.feature || !isNumbered || isOlder(answer, list))
          return unconfirmed('answered for another list', uncovered)
        // Whatever it means by it, it has not said that it is so.
        if (!EFFECTIVE.includes(effective))
          return unconfirmed(`answered with "${String(effective).slice(0, 40)}"`, uncovered)
        resolve(answer)
      })
      .catch((error: unknown) =>
        unconfirmed(`failed (${error instanceof Error ? error.name : typeof error})`),
      )
      .finally(undo)
    return promise
  }

  const whoIsPresent = (): readonly Peer[] => {
    try {
      return presence?.peers() ?? []
    } catch {
      // Nobody knows who is there: as if nobody were, which is closed.
      return []
    }
  }

  const features = enforcers.every((one) => one.features !== undefined)
    ? [...new Set(enforcers.flatMap((one) => one.features ?? []))]
    : undefined
  return {
    point: enforcers.every(({ point }) => point === first.point) ? first.point : 'several',
    ...(features !== undefined && { features }),
    granularity: isCoarse ? 'all-or-nothing' : 'participant',
    async apply(list) {
      const serving = enforcers.filter((one) => isServing(one, list.feature))
      if (serving.length === 0) return toUnserved(list, `no enforcer holds "${list.feature}" back`)
      const common = isCoarse ? toCommon(list, whoIsPresent()) : list
      const isStopped = isOpen(list) && !isOpen(common)
      const answers = serving.map(async (enforcer) => {
        if (enforcer.granularity === 'participant') return ask(enforcer, list)
        const answer = await ask(enforcer, common)
        return isStopped && answer.effective === 'enforced'
          ? { ...answer, effective: 'stopped' as const }
          : answer
      })
      return join(await Promise.all(answers))
    },
  }
}

/** The weakest of the answers, at the oldest list that all of them hold. */
function join(answers: readonly Enforced[]): Enforced {
  const oldest = answers.reduce((least, answer) => (isOlder(answer, least) ? answer : least))
  const { feature, term, epoch } = oldest
  const has = (effective: Enforced['effective']) => answers.some((answer) => answer.effective === effective)
  const why = answers.flatMap((answer) => answer.why ?? []).join('; ')
  return {
    feature,
    term,
    epoch,
    effective: has('unconfirmed') ? 'unconfirmed' : has('stopped') ? 'stopped' : 'enforced',
    uncovered: [...new Set(answers.flatMap(({ uncovered }) => uncovered))],
    ...(why !== '' && { why }),
  }
}
