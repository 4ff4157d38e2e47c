import { acceptOrLeave, defineFeature, type FeatureOptions, leaveMeOut } from '@askfirst/core'
import { type Catalogue, createCatalogue } from '@askfirst/core/authority'

// Who and what a simulated meeting is made of: data. A policy more is an entry here, and the steps that are its own.

export const MEETING = 'meeting'

/** Everybody who may come, and what they come with. */
export const PEOPLE = [
  { name: 'anna', role: 'host', devices: ['anna'] },
  { name: 'ben', role: 'attendee', devices: ['ben’s laptop', 'ben’s phone'] },
  { name: 'cem', role: 'attendee', devices: ['cem'] },
  { name: 'dan', role: 'cohost', devices: ['dan'] },
] as const

const summary = defineFeature({
  id: 'summary',
  revision: 1,
  policy: { ...leaveMeOut, countsFrom: 2 },
  asks: {
    summarise: { purpose: 'summarise', data: ['audio'], required: true },
    improve: { purpose: 'train-models', data: ['transcript'] },
  },
  processors: [{ name: 'Acme' }],
  retention: { days: 30 },
})
const minutes = defineFeature({
  id: 'minutes',
  revision: 1,
  policy: { ...acceptOrLeave, disclosure: 'named', hostless: 'keep' },
  asks: {
    note: { purpose: 'take-notes', data: ['audio', 'chat'], required: true },
    voices: { purpose: 'identify-speakers', data: ['audio'] },
  },
  processors: [{ name: 'Hosting' }, { name: 'Acme' }],
  retention: { days: 30 },
})

/** What is deployed one after the other; after the last comes the first again, as when a deploy is taken back. */
export const DEPLOYMENTS: readonly (readonly FeatureOptions[])[] = [
  [summary, minutes],
  [defineFeature({ ...summary, revision: 2, retention: { days: 7 } }), minutes],
  [
    // Another processor under the same revision: whoever forgot to raise it has not been agreed to either.
    defineFeature({ ...summary, revision: 2, processors: [{ name: 'Acme' }, { name: 'Hosting' }] }),
    defineFeature({ ...minutes, revision: 2 }),
  ],
]

export const FEATURES = [summary, minutes].map(({ id, asks }) => ({
  id,
  asks: Object.keys(asks),
  optional: Object.entries(asks).flatMap(([ask, { required = false }]) => (required ? [] : [ask])),
}))
export const FEATURE_IDS = FEATURES.map(({ id }) => id)

/** Who erases, and says so. */
export const PROCESSOR = 'Acme'

const hashes = new Map<string, string>()
/** Short, the same on every side, and there at once. */
export async function digest(text: string): Promise<string> {
  const known = hashes.get(text) ?? `hash-${hashes.size + 1}`
  hashes.set(text, known)
  return known
}

let catalogues: Promise<readonly Catalogue[]> | undefined
/** Of each deployment: made once for all runs. */
export function cataloguesOf(): Promise<readonly Catalogue[]> {
  catalogues ??= Promise.all(DEPLOYMENTS.map((features) => createCatalogue(features, digest)))
  return catalogues
}
