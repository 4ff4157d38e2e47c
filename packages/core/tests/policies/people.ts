import { app, device } from '../sentences.ts'

export const host = device('anna', { role: 'host' })
export const ben = device('ben')
export const cem = device('cem')
/** A host who has turned it on, included, and nobody else yet. */
const on = (feature: string) => {
  const anna = host.about(feature)
  return [...anna.arrives(), app.reportsRoster(anna), anna.turnsOn()]
}
/** The people of a meeting speaking of one feature, and how it was turned on. */
export const of = (feature: string) => ({
  on: on(feature),
  anna: host.about(feature),
  ben: ben.about(feature),
  cem: cem.about(feature),
})
/** The second run of a feature. */
export const again = { activation: 'run-2' }
/** Off, and on again. */
export const runTwice = (anna: typeof host) => [
  anna.turnsOff(),
  anna.turnsOn({ ...again, decision: { answer: 'accept', grants: [], seen: 1 } }),
]
