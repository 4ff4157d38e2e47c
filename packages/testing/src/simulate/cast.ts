import { defineFeature, type FeatureOptions, leaveMeOut } from '@askfirst/core'
import { type Catalogue, createCatalogue } from '@askfirst/core/authority'
import { POLICY_CASES, type PolicyCase } from './policies.ts'

// gives: who and what a simulated meeting is made of, as data

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
  policy: POLICY_CASES[0].policy,
  asks: {
    note: { purpose: 'take-notes', data: ['audio', 'chat'], required: true },
    voices: { purpose: 'identify-speakers', data: ['audio'] },
  },
  processors: [{ name: 'Hosting' }, { name: 'Acme' }],
  retention: { days: 30 },
})

/** What is deployed one after the other; after the last comes the first again, as when a deploy is taken back. */
function deploymentsOf({ policy }: PolicyCase): readonly (readonly FeatureOptions[])[] {
  const second = defineFeature({ ...minutes, policy })
  return [
    [summary, second],
    [defineFeature({ ...summary, revision: 2, retention: { days: 7 } }), second],
    [
      // Another processor under the same revision: whoever forgot to raise it has not been agreed to either.
      defineFeature({ ...summary, revision: 2, processors: [{ name: 'Acme' }, { name: 'Hosting' }] }),
      defineFeature({ ...second, revision: 2 }),
    ],
  ]
}

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

/** What is deployed in a meeting, one after the other, and the catalogue of each. */
export interface Deployments {
  readonly features: readonly (readonly FeatureOptions[])[]
  readonly catalogues: readonly Catalogue[]
}

let deployments: Promise<ReadonlyMap<PolicyCase, Deployments>> | undefined
/** Made once for all runs, and all in order: a hash is the same in whichever run is first. */
async function createDeployments(): Promise<ReadonlyMap<PolicyCase, Deployments>> {
  const made = new Map<PolicyCase, Deployments>()
  for (const policyCase of POLICY_CASES) {
    const features = deploymentsOf(policyCase)
    const catalogues: Catalogue[] = []
    for (const one of features) catalogues.push(await createCatalogue(one, digest))
    made.set(policyCase, { features, catalogues })
  }
  return made
}
export async function loadDeployments(policyCase: PolicyCase): Promise<Deployments> {
  deployments ??= createDeployments()
  const found = (await deployments).get(policyCase)
  if (found === undefined) throw new RangeError(`no case "${policyCase.name}"`)
  return found
}
