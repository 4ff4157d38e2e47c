import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toCanonical } from '../../src/evidence/canonical.ts'
import {
  openBody,
  type PersonKey,
  redactBody,
  selectHandles,
  toBody,
  toErasedName,
  toEvent,
} from '../../src/evidence.ts'
import { replay } from '../../src/evolve.ts'
import { createMeetingState, type MeetingState } from '../../src/state.ts'
import { anyMeeting } from '../any-wish.ts'
import { catalogue, take } from '../sentences.ts'
import { BEN, EVERY_EVENT, PEOPLE } from './every-event.ts'
import { createPeople, randomBytes } from './stage.ts'

const { people, personOf } = createPeople()
const bodies = EVERY_EVENT.map((event) => toBody(event, personOf, randomBytes))
const byHandle =
  (erased: string | undefined) =>
  (handle: string): PersonKey | undefined =>
    [...people.values()].find((person) => person.handle === handle && person.participant !== erased)
const defined = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('a body', () => {
  it.each(EVERY_EVENT.map(({ type }, at) => [type, at] as const))(
    'of %s names nobody, and is canonical',
    (_, at) => {
      const body = bodies[at] ?? ''
      for (const name of PEOPLE) {
        expect(body).not.toContain(name)
        expect(body).not.toContain(JSON.stringify(name).slice(1, -1))
      }
      expect(body).toBe(toCanonical(JSON.parse(body)))
    },
  )

  it.each(EVERY_EVENT.map(({ type }, at) => [type, at] as const))(
    'of %s opens to the same event',
    (_, at) => {
      expect(toEvent(bodies[at] ?? '', byHandle(undefined))).toEqual(defined(EVERY_EVENT[at]))
    },
  )

  it('has no personal field in the clear, where a person caused it', () => {
    for (const [at, event] of EVERY_EVENT.entries()) {
      const isPersons = (PEOPLE as readonly string[]).includes(event.by)
      const fields = Object.keys(JSON.parse(bodies[at] ?? ''))
      const personal = ['clientAt', 'bridge', 'armedMs', 'visibleMs'].filter((name) => fields.includes(name))
      expect(isPersons ? personal : []).toEqual([])
    }
  })

  it('is another one each time: what is sealed cannot be guessed and compared', () => {
    const [first] = EVERY_EVENT.filter(({ by, clientAt }) => by === BEN && clientAt !== undefined)
    if (first === undefined) throw new RangeError('nobody did anything')
    expect(toBody(first, personOf, randomBytes)).not.toBe(toBody(first, personOf, randomBytes))
  })

  it('of an erased person has a stand-in for the name, nothing that was sealed, and all the rest', () => {
    const ben = personOf(BEN)
    for (const [at, event] of EVERY_EVENT.entries()) {
      const body = bodies[at] ?? ''
      const erased = toEvent(body, byHandle(BEN)) as unknown as Record<string, unknown>
      const was = defined(event) as Record<string, unknown>
      const renamed = JSON.parse(
        JSON.stringify(was).replaceAll(JSON.stringify(BEN).slice(1, -1), toErasedName(ben.handle)),
      ) as Record<string, unknown>
      if (event.by === BEN)
        for (const name of ['clientAt', 'bridge', 'armedMs', 'visibleMs']) delete renamed[name]
      expect(erased).toEqual(renamed)
    }
  })

  it("does not open with another person's key in the place of theirs", () => {
    const swapped = new Map(
      [...people.values()].map((person, at, all) => [
        person.handle,
        { ...person, key: all[(at + 1) % all.length]?.key ?? person.key },
      ]),
    )
    const sealed = bodies.filter((body) => openBody(body)?.sealed !== undefined)
    expect(sealed.length).toBeGreaterThan(5)
    for (const body of sealed) expect(toEvent(body, (handle) => swapped.get(handle))).toBeUndefined()
  })

  it.each([
    ...['', '{', '[]', 'null', '{"type":"x"}', '{"v":99,"type":"x","number":1,"by":"y"}'],
    // A bit of a name was flipped.
    '{"by":"app:x","koined":[],"left":[],"number":1,"type":"roster.reported","v":1}',
    '{"by":"x","feature":1,"number":1,"type":"feature.barred","v":1}',
  ])('is not %j', (text) => {
    expect(openBody(text)).toBeUndefined()
    expect(toEvent(text, byHandle(undefined))).toBeUndefined()
    expect(selectHandles(text).size).toBe(0)
  })

  it('takes half a character, so that no client can hold up a batch', () => {
    const event = { ...EVERY_EVENT[0], command: 'x\ud800', by: 'half\udfff' } as (typeof EVERY_EVENT)[number]
    expect(toEvent(toBody(event, personOf, randomBytes), byHandle(undefined))?.command).toBe('x\ud800')
  })
})

describe('an event from before bodies were sealed', () => {
  it('is read as it is, and redacted names somebody no more', () => {
    for (const event of EVERY_EVENT) {
      const body = JSON.stringify(event)
      expect(toEvent(body, byHandle(undefined))).toEqual(defined(event))
      const redacted = redactBody(body, BEN, 'erased:x')
      if (!body.includes(JSON.stringify(BEN).slice(1, -1))) expect(redacted).toBeUndefined()
      else {
        expect(redacted).not.toContain(JSON.stringify(BEN).slice(1, -1))
        expect(openBody(redacted ?? '')).toMatchObject({ isPlain: true, isRedacted: true })
        expect(toEvent(redacted ?? '', byHandle(undefined))).toMatchObject({
          type: event.type,
          number: event.number,
        })
      }
    }
  })

  it('is the only one that can be redacted', () => {
    for (const body of bodies) expect(redactBody(body, BEN, 'erased:x')).toBeUndefined()
  })
})

/** A state as text, somebody's name left out, that does not depend on the order of its maps. */
function toText({ features, ...rest }: MeetingState, name: string): string {
  const replace = (_: string, value: unknown): unknown => {
    if (value === name) return 'somebody'
    if (value instanceof Map) return [...value].map((entry) => JSON.stringify(entry, replace)).sort()
    return value
  }
  const declared = new Map([...features].map(([id, { entry: _, ...feature }]) => [id, feature]))
  return JSON.stringify({ ...rest, features: declared }, replace)
}

it('a meeting folds to the same state after somebody is erased, but for the name', () => {
  let erasedAnswers = 0
  fc.assert(
    fc.property(anyMeeting, fc.constantFrom('anna', 'ben', 'dan'), (wishes, name) => {
      const state = createMeetingState('meeting', catalogue)
      const events = wishes.flatMap((wish) => {
        const outcome = take(state, wish)
        return typeof outcome === 'string' ? [] : outcome
      })
      const met = createPeople()
      const sealed = events.map((event) => toBody(event, met.personOf, randomBytes))
      const { handle } = met.personOf(name)
      const persons = new Map([...met.people.values()].map((person) => [person.handle, person]))
      const fold = () =>
        replay(
          createMeetingState('meeting', catalogue),
          sealed.flatMap((body) => toEvent(body, (of) => persons.get(of)) ?? []),
        )
      const before = fold()
      expect(toText(before, name) === toText(state, name)).toBe(true)
      persons.delete(handle)
      const after = fold()
      const stand = toErasedName(handle)
      expect(after.participants.has(name)).toBe(false)
      erasedAnswers += Object.keys(after.participants.get(stand)?.answers ?? {}).length
      expect(toText(after, stand) === toText(before, name)).toBe(true)
    }),
    { numRuns: 60 },
  )
  expect(erasedAnswers).toBeGreaterThan(0)
})
