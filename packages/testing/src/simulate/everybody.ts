import { type Declared, isPersonHere } from '../explore/rules.ts'
import { type Truth, wordOf } from '../explore/truth.ts'

// takes: what the events say · gives: who is missing where all have to agree

/** Why nobody may be captured where all have to agree: said once more, and shorter, than the rules say it. */
export function whoIsMissing(truth: Truth, { feature, id }: Declared): string | undefined {
  if (feature.policy.start !== 'all') return undefined
  if (truth.roster === undefined) return 'nobody has said who is in the call'
  for (const name in truth.people) {
    if (!isPersonHere(truth.people[name])) continue
    const { no, yes } = wordOf(truth, name, id)
    if (no !== false || yes === undefined || yes.run !== truth.running[id]?.run)
      return `${name} has not agreed`
  }
  const stranger = Object.keys(truth.roster).find((name) => !isPersonHere(truth.people[name]))
  return stranger && `${stranger} is in the call and was not asked`
}
