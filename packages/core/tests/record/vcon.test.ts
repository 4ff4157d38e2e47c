import { sha256 } from '@askfirst/core'
import canonicalize from 'canonicalize'
import { describe, expect, test } from 'vitest'
import { toNoticeText } from '../../src/authority.ts'
import type { EventBody } from '../../src/events.ts'
import { noticeOnly, objection } from '../../src/model/policy.ts'
import { toVconAttachments } from '../../src/record.ts'
import { summary } from '../features.ts'
import { AT, accepted, catalogueOf, joined, recordOf, STORY, toEvents } from './stage.ts'

const yes = STORY.slice(0, 8)
const partly = STORY.slice(0, 11)

describe('as attachments of a vCon', () => {
  test('each has its purpose, its grants, and until when it is kept', () => {
    const [attachment, ...more] = toVconAttachments(recordOf(partly), { party: 3 })
    expect(more).toEqual([])
    expect(attachment).toMatchObject({
      purpose: 'lawful_basis',
      party: 3,
      dialog: 0,
      encoding: 'json',
      body: {
        lawful_basis: 'consent',
        expiration: '2026-10-21T14:13:30.000Z',
        purpose_grants: [
          { purpose: 'summarise', granted: true, granted_at: '2026-09-21T14:13:27.000Z' },
          { purpose: 'transcribe', granted: true },
          { purpose: 'train-models', granted: false, granted_at: '2026-09-21T14:13:30.000Z' },
          { purpose: 'identify-speakers', granted: true },
        ],
      },
    })
    expect(attachment).not.toHaveProperty('type')
  })

  // What was done by the link weeks later seemed to have been taken then.
  test('it expires as long after the end of the run, or of the yes, as the processors keep it', () => {
    const of = { participant: 'ben', feature: 'summary' } as const
    const [day] = [86_400_000]
    const late = (number: number, body: EventBody) => ({
      ...body,
      number,
      at: AT + 29 * day,
      by: 'ben',
      command: `c${number}`,
    })
    const erased = [
      ...STORY,
      late(17, { type: 'erasure.acknowledged', ...of, request: 3, processor: 'Hosting' }),
    ]
    const off = { ...STORY[15], number: 9, at: AT + 20_000 } as (typeof STORY)[number]
    const standing = [...yes, off]
    const withdrawn = late(10, { type: 'consent.withdrawn', ...of, decision: 2, method: 'link' })
    const expirationOf = (events: typeof STORY) => toVconAttachments(recordOf(events))[0]?.body.expiration
    const [seconds, days] = [1_000, 30 * day]
    expect([erased, standing, [...standing, withdrawn]].map(expirationOf)).toEqual([
      new Date(AT + 12 * seconds + days).toISOString(),
      new Date(AT + 20 * seconds + days).toISOString(),
      new Date(AT + 20 * seconds + days).toISOString(),
    ])
  })

  // Another run went on, and what it took was kept for as long as another revision said.
  test('it expires by the last run of its own revision, whatever runs of another one there are', async () => {
    const [before, after] = await Promise.all([
      toNoticeText({ feature: summary, lang: 'en', templates: {}, controls: [] }, sha256),
      catalogueOf([{ ...summary, revision: 3, retention: { days: 7 } }]),
    ])
    const yesIn = (run: number): EventBody =>
      ({
        ...accepted('ben', ['summarise']),
        activation: `run-${run}`,
        notice: { revision: 2, hash: before.hash, lang: 'en' },
      }) as EventBody
    const on = (run: number, revision: number): EventBody => ({
      type: 'feature.enabled',
      feature: 'summary',
      activation: `run-${run}`,
      revision,
    })
    const off = (run: number): EventBody => ({
      type: 'feature.disabled',
      feature: 'summary',
      activation: `run-${run}`,
      cause: 'person',
    })
    const later: EventBody = { type: 'participant.left', participant: 'ben', connection: 'ben-tab' }
    const expiresAfter = (...bodies: readonly EventBody[]) => {
      const events = toEvents([joined('ben'), ...bodies].map((body) => ['ben', body] as const))
      const options = { catalogue: after, notices: { v: 1, texts: [before] } } as const
      const [attachment] = toVconAttachments(recordOf(events, options))
      return (Date.parse(attachment?.body.expiration ?? '') - AT - 30 * 86_400_000) / 1_000
    }
    const first = [on(1, 2), yesIn(1), off(1)]
    expect([
      expiresAfter(...first, on(2, 3), later),
      expiresAfter(...first, on(2, 3), off(2), later),
      expiresAfter(...first, on(2, 2), yesIn(2), off(2), later),
      expiresAfter(...first, on(2, 2), later),
    ]).toEqual([3, 3, 6, 5])
  })

  test('its hash is of the body without it, in canonical form', async () => {
    const [attachment] = toVconAttachments(recordOf())
    const { content_hash, ...body } = attachment?.body ?? {}
    const bytes = new TextEncoder().encode(canonicalize(body))
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    expect(content_hash?.value).toBe([...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''))
  })

  test('a yes that was taken back grants nothing', () => {
    const [attachment] = toVconAttachments(recordOf())
    expect(attachment?.body.purpose_grants.map(({ granted }) => granted)).toEqual([
      false,
      false,
      false,
      false,
    ])
  })

  test('each ask has the time at which something was last said about it', () => {
    const taken = (asks: readonly string[]): readonly [string, EventBody] => [
      'ben',
      { type: 'consent.withdrawn', participant: 'ben', feature: 'summary', decision: 2, method: 'key', asks },
    ]
    const start = [
      ['ben', joined('ben')],
      ['ben', accepted('ben', ['summarise', 'improve', 'voices'])],
      taken(['improve']),
      taken(['voices']),
    ] as const
    const times = (...more: readonly (readonly [string, EventBody])[]) =>
      toVconAttachments(recordOf(toEvents([...start, ...more]))).flatMap(({ body }) =>
        body.purpose_grants.map(({ granted, granted_at }) => [
          granted,
          (Date.parse(granted_at) - AT) / 1_000,
        ]),
      )
    expect(times()).toEqual([
      [true, 1],
      [false, 1],
      [false, 2],
      [false, 3],
    ])
    const again = accepted('ben', ['summarise'], 3)
    expect(times(['ben', again]).map(([, second]) => second)).toEqual([4, 4, 4, 4])
    const removed: EventBody = { type: 'participant.removed', participant: 'ben' }
    expect(times(['anna', removed])).toEqual(Array.from({ length: 4 }, () => [false, 4]))
  })

  test('what was taken before a removal keeps its basis, and the removal is named', async () => {
    const catalogue = await catalogueOf([{ ...summary, policy: noticeOnly }])
    const hash = [...(catalogue.get('summary')?.texts.keys() ?? [])][0] ?? ''
    const of = { participant: 'ben', feature: 'summary', activation: 'run-1' }
    const notice = { revision: 2, hash, lang: 'en' }
    const events = toEvents([
      ['ben', joined('ben')],
      ['ben', { type: 'notice.shown', ...of, kind: 'person', notice }],
      ['anna', { type: 'participant.removed', participant: 'ben' }],
    ])
    const [attachment] = toVconAttachments(recordOf(events, { catalogue }))
    expect(attachment?.body).toMatchObject({
      lawful_basis: 'legitimate_interests',
      purpose_grants: [{ granted: true }, { granted: true }],
      proof_mechanisms: [{ proof_data: { event: '2' } }, { proof_data: { event: '3' } }],
    })
  })

  test('who was told and said nothing is taken along for what needs no yes, and for nothing else', async () => {
    const policies = [noticeOnly, objection]
    const granted = await Promise.all(
      policies.map(async (policy) => {
        const catalogue = await catalogueOf([{ ...summary, policy }])
        const hash = [...(catalogue.get('summary')?.texts.keys() ?? [])][0] ?? ''
        const of = { participant: 'ben', feature: 'summary', activation: 'run-1' }
        const shown: EventBody = {
          type: 'notice.shown',
          ...of,
          kind: 'person',
          notice: { revision: 2, hash, lang: 'en' },
        }
        const lapsed: EventBody = { type: 'notice.lapsed', ...of, of: 'objection' }
        const [before, after] = [[shown], [shown, lapsed]].map((bodies) =>
          toEvents([joined('ben'), ...bodies].map((body) => ['ben', body] as const)),
        )
        return [before, after].map((events) =>
          toVconAttachments(recordOf(events, { catalogue }), { otherBasis: 'public_task' }).map(
            ({ body }) => [body.lawful_basis, body.purpose_grants.every((grant) => grant.granted)],
          ),
        )
      }),
    )
    const along = [
      ['public_task', true],
      ['consent', false],
    ]
    expect(granted).toEqual([
      [along, along],
      [[], along],
    ])
  })
})
