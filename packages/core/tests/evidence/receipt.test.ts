import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  createMerkleTree,
  createReceipt,
  type MeetingEvidence,
  type Receipt,
  type VerifyReceiptOptions,
  verifyReceipt,
} from '../../src/evidence.ts'
import { BEN, EVERY_EVENT, ZOE } from './every-event.ts'
import { createKey, type Key, seal, signTree } from './stage.ts'

let key: Key
let evidence: MeetingEvidence
let receipt: Receipt

const receiptOf = (of: MeetingEvidence, participant: string): Receipt => {
  const person = of.people.find((one) => one.participant === participant)
  const checkpoint = of.checkpoints.at(-1)
  if (person === undefined || checkpoint === undefined) throw new RangeError(`no receipt for ${participant}`)
  const bodies = of.events.map(({ body }) => body)
  const tree = createMerkleTree(of.events.map(({ leaf }) => leaf))
  return createReceipt({ meeting: of.meeting, person, bodies, tree, checkpoint })
}

beforeAll(async () => {
  key = await createKey('k1')
  evidence = await seal('standup', [EVERY_EVENT.slice(0, 9), EVERY_EVENT.slice(9)], key)
  receipt = receiptOf(evidence, BEN)
})

const keys = () => ({ keys: [key.public] })
const check = (changed: unknown, options: VerifyReceiptOptions = { keys: keys() }) =>
  verifyReceipt(changed, options)
const failing = async (changed: Partial<Receipt>) =>
  (await check({ ...receipt, ...changed })).fails.map(({ about, event }) =>
    event === undefined ? about : `${about} ${event}`,
  )

describe('a receipt', () => {
  it('holds every event that names its person, as it was, and no other', async () => {
    const found = await check(structuredClone(receipt))
    expect(found.outcome).toBe('holds')
    expect(found.fails).toEqual([])
    const theirs = EVERY_EVENT.filter((event) =>
      JSON.stringify(event).includes(JSON.stringify(BEN).slice(1, -1)),
    )
    expect(found.events.map(({ number }) => number)).toEqual(theirs.map(({ number }) => number))
    const own = found.events.find(({ type }) => type === 'consent.withdrawn')
    expect(own).toEqual(
      JSON.parse(JSON.stringify(EVERY_EVENT.find(({ type }) => type === 'consent.withdrawn'))),
    )
  })

  it('names nobody else', async () => {
    expect(JSON.stringify(receipt)).not.toContain(ZOE)
    expect(JSON.stringify((await check(receipt)).events)).not.toContain(ZOE)
  })

  it('goes by text, and is none the worse for it', async () => {
    expect((await check(JSON.parse(JSON.stringify(receipt)))).outcome).toBe('holds')
  })

  it('says what cannot be known: what it leaves out, and without a checkpoint from elsewhere who else was told what', async () => {
    const { unknown } = await check(receipt)
    expect(unknown.map(({ about }) => about)).toEqual(['completeness', 'checkpoint'])
    expect(unknown[0]?.says).toContain(`after event ${EVERY_EVENT.length},`)
  })

  it('is unknown without a key from elsewhere', async () => {
    const found = await check(receipt, {})
    expect(found.outcome).toBe('unknown')
    expect(found.unknown.map(({ about }) => about)).toContain('signature')
  })

  it('holds after its person was erased: it was made before', async () => {
    const erased = { ...evidence, people: evidence.people.filter(({ participant }) => participant !== BEN) }
    expect(() => receiptOf(erased, BEN)).toThrow('no receipt')
    expect((await check(receipt)).outcome).toBe('holds')
  })

  it('may have more in it that belongs to it', async () => {
    const person = evidence.people.find((one) => one.participant === BEN)
    const bodies = evidence.events.map(({ body }) => body)
    const tree = createMerkleTree(evidence.events.map(({ leaf }) => leaf))
    const checkpoint = evidence.checkpoints.at(-1)
    if (person === undefined || checkpoint === undefined) throw new RangeError('nobody')
    const more = createReceipt({
      meeting: 'standup',
      person,
      bodies,
      tree,
      checkpoint,
      numbers: evidence.events.flatMap(({ number, body }) =>
        body.includes('notice.askedAgain') || receipt.events.some((one) => one.body === body) ? [number] : [],
      ),
    })
    expect(more.events).toHaveLength(receipt.events.length + 1)
    expect((await check(more)).outcome).toBe('holds')
  })
})

describe('against a checkpoint that somebody else holds', () => {
  it('fits the same one, and a later one with what shows it', async () => {
    const [early, late] = evidence.checkpoints
    const first = receiptOf({ ...evidence, checkpoints: evidence.checkpoints.slice(0, 1) }, BEN)
    const tree = createMerkleTree(evidence.events.map(({ leaf }) => leaf))
    const consistency = tree
      .consistency(9, EVERY_EVENT.length)
      .map((node) => Buffer.from(node).toString('base64url'))
    const about = async (jws: string | undefined, proof?: readonly string[]) => {
      const { holds, fails, unknown } = await check(first, {
        keys: keys(),
        held: [{ jws: jws ?? '', consistency: proof }],
      })
      const is = ({ about: of }: { about: string }) => of === 'checkpoint'
      return holds.some(is) ? 'holds' : fails.some(is) ? 'fails' : unknown.some(is) ? 'unknown' : 'nothing'
    }
    expect(await about(early?.jws)).toBe('holds')
    expect(await about(late?.jws)).toBe('unknown')
    expect(await about(late?.jws, consistency)).toBe('holds')
    expect(await about(late?.jws, consistency.slice(1))).toBe('fails')
    expect(await about('nonsense')).toBe('fails')
  })

  it('of a key that nobody knows it neither fits nor does not: that is unknown', async () => {
    const stranger = await createKey('k9')
    const leaves = evidence.events.map(({ leaf }) => leaf)
    const other = leaves.with(3, new Uint8Array(32))
    for (const of of [leaves, other]) {
      const held = [{ jws: await signTree('standup', of, of, stranger) }]
      const found = await check(receipt, { keys: keys(), held })
      expect(found.fails).toEqual([])
      expect(found.holds.map(({ about }) => about)).not.toContain('checkpoint')
      expect(found.unknown.at(-1)).toMatchObject({ about: 'checkpoint' })
      expect(found.unknown.at(-1)?.says).toContain('key k9')
    }
  })

  it('is compared with those of its own meeting, and one has to be', async () => {
    const leaves = evidence.events.map(({ leaf }) => leaf)
    const retro = { jws: await signTree('retro', leaves, leaves, key) }
    const own = { jws: evidence.checkpoints.at(-1)?.jws ?? '' }
    const outcomes = [[retro, own], [retro]].map(
      async (held) => (await check(receipt, { keys: keys(), held })).outcome,
    )
    expect(await Promise.all(outcomes)).toEqual(['holds', 'fails'])
  })

  it('does not fit one of another history, signed with the same key', async () => {
    const leaves = evidence.events.map(({ leaf }) => leaf).with(3, new Uint8Array(32))
    const other = await signTree('standup', leaves, leaves, key)
    const held = [{ jws: evidence.checkpoints[0]?.jws ?? '' }, { jws: other }]
    for (const all of [held.slice(1), held, held.toReversed()])
      expect((await check(receipt, { keys: keys(), held: all })).outcome).toBe('fails')
  })
})

describe('a receipt that was changed', () => {
  it('fails in each event whose body says another thing, and says which', async () => {
    for (const [at, { body }] of receipt.events.entries()) {
      const changed = receipt.events.with(at, {
        ...(receipt.events[at] ?? { proof: [] }),
        body: body.replace('"command":"c-', '"command":"d-'),
      })
      expect(await failing({ events: changed })).toEqual([`event ${JSON.parse(body).number}`])
    }
  })

  it('fails with any bit flipped in its bytes', async () => {
    const text = JSON.stringify(receipt)
    const header = text.indexOf(receipt.checkpoint)
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.nat(6), async (at, bit) => {
        const flipped =
          text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << bit)) + text.slice(at + 1)
        let changed: unknown
        try {
          changed = JSON.parse(flipped)
        } catch {
          return
        }
        // Of a key by another name nobody can know whether it signed this: the header has the name.
        const isInHeader = at >= header && at < text.indexOf('.', header)
        expect(isInHeader ? ['fails', 'unknown'] : ['fails']).toContain((await check(changed)).outcome)
      }),
      { numRuns: 300 },
    )
  })

  it('fails with another text for the same signature', async () => {
    const [last = ''] = receipt.checkpoint.slice(-1)
    // Of the last letter of 64 bytes two bits count.
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const other = letters.charAt(letters.indexOf(last) + 1)
    expect(await failing({ checkpoint: receipt.checkpoint.slice(0, -1) + other })).toEqual(['signature'])
  })

  it('fails for another meeting, another person, or another key', async () => {
    expect(await failing({ meeting: 'retro' })).toEqual(['meeting'])
    expect(await failing({ participant: ZOE })).toEqual(['person'])
    expect(await failing({ key: 'AAAA' })).toEqual(['person'])
    expect(await failing({ checkpoint: 'x.y.z' })).toEqual(['signature'])
  })

  it('fails with events of somebody else in it, whole or in part, and with none of its person', async () => {
    const zoes = receiptOf(evidence, ZOE)
    expect((await check(zoes)).outcome).toBe('holds')
    const numberOf = ({ body }: Receipt['events'][number]): number => JSON.parse(body).number
    const bens = receipt.events.filter(({ body }) => !zoes.events.some((one) => one.body === body))
    const alone = await check({ ...zoes, events: bens })
    expect(alone.outcome).toBe('fails')
    expect(alone.events).toEqual([])
    expect(alone.fails.map(({ about, event }) => [about, event])).toEqual([
      ...bens.map((one) => ['person', numberOf(one)]),
      ['person', undefined],
    ])
    const [first] = bens
    if (first === undefined) throw new RangeError('too few')
    const mixed = [...zoes.events, first].toSorted((some, other) => numberOf(some) - numberOf(other))
    expect((await check({ ...zoes, events: mixed })).fails).toMatchObject([
      { about: 'person', event: numberOf(first) },
    ])
    expect(await failing({ events: [] })).toEqual(['person'])
  })

  it('fails with a run of a feature that its person was asked nothing about', async () => {
    const zoes = receiptOf(evidence, ZOE)
    const person = evidence.people.find((one) => one.participant === ZOE)
    const checkpoint = evidence.checkpoints.at(-1)
    if (person === undefined || checkpoint === undefined) throw new RangeError('nobody')
    // What Zoe was asked about is Ben's notes; the minutes are not hers.
    const withRuns = createReceipt({
      meeting: 'standup',
      person,
      bodies: evidence.events.map(({ body }) => body),
      tree: createMerkleTree(evidence.events.map(({ leaf }) => leaf)),
      checkpoint,
      numbers: evidence.events.flatMap(({ number, body }) =>
        body.includes('feature.enabled') || zoes.events.some((one) => one.body === body) ? [number] : [],
      ),
    })
    const isMinutes = ({ type, ...event }: (typeof EVERY_EVENT)[number]): boolean =>
      type === 'feature.enabled' && 'feature' in event && event.feature === 'minutes'
    expect((await check(withRuns)).fails).toMatchObject([
      { about: 'person', event: EVERY_EVENT.find(isMinutes)?.number },
    ])
  })

  it.each(['[', '{"a":'])('fails where a body goes deeper than anybody can read, by %s', async (opens) => {
    const deep = `${opens.repeat(60_000)}1${(opens === '[' ? ']' : '}').repeat(60_000)}`
    const body = `{"v":1,"type":"a","number":1,"by":"x","zz":${deep}}`
    expect(await failing({ events: [{ body, proof: [] }] })).toEqual(['event 1', 'person'])
  })

  it('fails with an event twice, or out of order', async () => {
    const [one, two, ...rest] = receipt.events
    if (one === undefined || two === undefined) throw new RangeError('too few')
    expect(await failing({ events: [one, one, two, ...rest] })).toEqual([
      `order ${JSON.parse(one.body).number}`,
    ])
    expect(await failing({ events: [two, one, ...rest] })).toEqual([`order ${JSON.parse(one.body).number}`])
  })

  it('fails signed by somebody else under the same name of a key', async () => {
    const posing = await createKey('k1')
    expect((await check(receiptOf(await seal('standup', [EVERY_EVENT], posing), BEN))).outcome).toBe('fails')
  })

  it.each([undefined, null, 1, 'x', [], {}, { v: 2 }])('is none where it is %j', async (value) => {
    expect(await check(value)).toMatchObject({ outcome: 'fails', fails: [{ about: 'shape' }] })
  })
})
