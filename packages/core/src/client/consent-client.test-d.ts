import { createConsentClient } from '../defaults/browser.ts'
import { defineFeature, type OptionalAskId } from '../model/feature.ts'
import { leaveMeOut } from '../model/policy.ts'
import type { ConsentClient } from './consent-client.ts'

// Compiled with everything else: each `@ts-expect-error` fails to compile once there is no error.

const base = { revision: 1, policy: leaveMeOut, processors: [{ name: 'Acme' }], retention: { days: 0 } }
const summary = defineFeature({
  ...base,
  id: 'summary',
  asks: {
    summarise: { purpose: 'summarise', data: ['audio'], required: true },
    improve: { purpose: 'train-models', data: ['transcript'] },
  },
})
const captions = defineFeature({
  ...base,
  id: 'captions',
  asks: {
    caption: { purpose: 'caption', data: ['audio'], required: true },
    voices: { purpose: 'identify-speakers', data: ['audio'], required: false },
  },
})

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
export const optional: Same<OptionalAskId<typeof summary>, 'improve'> = true
export const alsoOptional: Same<OptionalAskId<typeof captions>, 'voices'> = true

export function infers(url: string): void {
  const client = createConsentClient({ url, token: 'token', features: [summary, captions] })
  client.accept('summary', { grants: ['improve'] })
  client.accept('captions', { grants: ['voices'] })
  // @ts-expect-error there is no standing yes
  client.accept('summary', { method: 'standing' })
  // @ts-expect-error no such feature
  client.accept('sumary')
  // @ts-expect-error an ask of the other feature
  client.accept('summary', { grants: ['voices'] })
}

export function compiles(client: ConsentClient<typeof summary | typeof captions>): void {
  client.accept('summary')
  client.enable('captions', { answer: 'accept', grants: ['voices'] })
  client.enable('summary', { answer: 'decline' })
  client.leave({ instead: 'summary' })
  // @ts-expect-error a required ask is never granted by itself
  client.accept('summary', { grants: ['summarise'] })
  // @ts-expect-error an ask that nobody declared
  client.accept('captions', { grants: ['mood'] })
  // @ts-expect-error who stays out grants nothing
  client.enable('summary', { answer: 'decline', grants: ['improve'] })
  // @ts-expect-error an answer has to be given
  client.enable('summary', {})
  // @ts-expect-error no such feature
  client.decline('notes')
  // @ts-expect-error no such feature
  client.leave({ instead: 'notes' })
  // @ts-expect-error how an answer was given is one of a few words
  client.withdraw('summary', { method: 'telepathy' })
}

export function refuses(): void {
  defineFeature({
    ...base,
    id: 'mood',
    // @ts-expect-error nobody can be asked for what no notice has words for
    asks: { mood: { purpose: 'detect-emotions', data: ['audio'], required: true } },
  })
}
