import type { FeatureOptions, Role } from '@askfirst/core'
import type { Say } from '../explore/invariants.ts'
import { PEOPLE } from './cast.ts'

// takes: each message to one person · gives: what it says of others and should not, by rule 14

/**
 * What no message to a person may say: other people, beyond who turned something on, and in the tallies of a
 * host beyond the feature's disclosure.
 */
export function createWireJudge(own: string, features: readonly FeatureOptions[], say: Say) {
  const others = PEOPLE.map(({ name }) => name).filter((name) => name !== own)
  const disclosures = new Map(features.map(({ id, policy }) => [id, policy.disclosure]))
  return (text: string, role: Role): void => {
    // All who ask for an end here do so unknown.
    const asker = /"offRequests":\{[^{}]*"by":\["/.exec(text)
    if (asker !== null) say(14, `${own} was sent who asked for an end`)
    // Most say nothing of anybody but who turned it on, and are not worth reading closer.
    const anonymous = text.replaceAll(/"by":"[^"]*"/g, '')
    if (!/"(tallies|named)":/.test(text) && !others.some((name) => anonymous.includes(`"${name}"`))) return
    const tallies: Record<string, unknown> = {}
    const named: string[] = []
    const rest = JSON.stringify(JSON.parse(text), (key, value: unknown) => {
      if (key === 'tallies' && typeof value === 'object' && value !== null) {
        Object.assign(tallies, value)
        return undefined
      }
      if (key === 'named' && typeof value === 'object' && value !== null) {
        named.push(...Object.keys(value))
        return undefined
      }
      // Who is in the call and was not asked is said to all.
      return key === 'by' || key === 'strangers' ? undefined : value
    })
    const who = others.find((name) => rest.includes(`"${name}"`))
    if (who !== undefined) say(14, `${own} was sent something of ${who}`)
    for (const feature of named) {
      const isFair = role !== 'attendee' && disclosures.get(feature) === 'named'
      if (!isFair) say(14, `${own} was sent names of ${feature}`)
    }
    for (const [feature, tally] of Object.entries(tallies)) {
      if (tally === null) continue
      const { disclosure } = tally as { disclosure?: string }
      const isFair = disclosure === disclosures.get(feature) || disclosure === 'outcome'
      if (role === 'attendee' || !isFair) say(14, `${own} was sent ${JSON.stringify(tally)} of ${feature}`)
    }
  }
}
