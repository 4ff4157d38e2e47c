import { beforeAll, describe, expect, it } from 'vitest'
import { type MeetingEvidence, toLeafHash, verifyMeeting } from '../../src/evidence.ts'
import { EVERY_EVENT } from './every-event.ts'
import { createKey, type Key, seal, signTree } from './stage.ts'

let key: Key
let evidence: MeetingEvidence
const BATCHES = [EVERY_EVENT.slice(0, 4), EVERY_EVENT.slice(4, 9), EVERY_EVENT.slice(9)] as const
const { length } = EVERY_EVENT

beforeAll(async () => {
  key = await createKey('k1')
  evidence = await seal('standup', BATCHES, key)
})

type Row = MeetingEvidence['events'][number]
const keys = () => ({ keys: [key.public] })
const first = async (changed: Partial<MeetingEvidence>, held: readonly string[] = []) => {
  const found = await verifyMeeting({ ...evidence, ...changed }, { keys: keys(), held })
  const [finding] = found.findings
  return finding === undefined
    ? found.outcome
    : `${finding.what} ${finding.event}${finding.until === undefined ? '' : `-${finding.until}`}`
}
const rows = (change: (rows: Row[]) => void): { events: readonly Row[] } => {
  const copy = evidence.events.map((row) => ({ ...row }))
  change(copy)
  return { events: copy }
}
const at = (events: readonly Row[], number: number): Row => events[number - 1] as Row
const withLeaf = (row: Row, body: string): Row => ({ ...row, body, leaf: toLeafHash(body) })

describe('a meeting that nobody touched', () => {
  it('holds, with every checkpoint', async () => {
    const found = await verifyMeeting(evidence, { keys: keys() })
    expect(found).toMatchObject({
      outcome: 'holds',
      events: length,
      people: 3,
      erased: 0,
      signed: 3,
      findings: [],
    })
  })

  it('is unknown without keys, and nothing is found', async () => {
    expect(await verifyMeeting(evidence)).toMatchObject({ outcome: 'unknown', signed: 0, findings: [] })
  })

  it('holds when somebody is erased, and says how many are', async () => {
    const [, ...people] = evidence.people
    expect(await verifyMeeting({ ...evidence, people }, { keys: keys() })).toMatchObject({
      outcome: 'holds',
      people: 2,
      erased: 1,
    })
  })

  it('holds over a change of keys, with both', async () => {
    const next = await createKey('k2')
    const leaves = evidence.events.map(({ leaf }) => leaf)
    const last = { size: length, jws: await signTree('standup', leaves, leaves.slice(9), next) }
    const rotated = { ...evidence, checkpoints: [...evidence.checkpoints.slice(0, 2), last] }
    const both = { keys: [next.public, key.public] }
    expect(await verifyMeeting(rotated, { keys: both })).toMatchObject({ outcome: 'holds', signed: 3 })
    expect(await verifyMeeting(rotated, { keys: { keys: [next.public] } })).toMatchObject({
      outcome: 'fails',
    })
  })

  it('fits a checkpoint that somebody held from the beginning', async () => {
    const [early] = evidence.checkpoints
    const found = await verifyMeeting(evidence, { keys: keys(), held: [early?.jws ?? ''] })
    expect(found).toMatchObject({ outcome: 'holds', signed: 4 })
  })
})

describe('finds the first event that is not what was signed', () => {
  const other = (row: Row): Row => withLeaf(row, row.body.replace('"command":"c-', '"command":"d-'))

  it('where a body was changed', async () => {
    const changed = rows((all) => {
      all[11] = { ...at(all, 12), body: at(all, 12).body.replace('"command":"c-', '"command":"d-') }
    })
    expect(await first(changed)).toBe('changed 12')
  })

  it('where body and leaf were changed together, anywhere', async () => {
    for (let number = 1; number <= length; number += 1) {
      const changed = rows((all) => {
        all[number - 1] = other(at(all, number))
      })
      expect(await first(changed)).toBe(`changed ${number}`)
    }
  })

  it('where the time beside it was changed', async () => {
    const changed = rows((all) => {
      all[6] = { ...at(all, 7), at: 5 }
    })
    expect(await first(changed)).toBe('changed 7')
  })

  it('where one was dropped', async () => {
    expect(await first(rows((all) => all.splice(6, 1)))).toBe('missing 7')
    expect(await first(rows((all) => all.splice(6, 3)))).toBe('missing 7-9')
    expect(await first(rows((all) => all.splice(0, 1)))).toBe('missing 1')
  })

  it('where one was dropped and the rest moved up, numbers, leaves and all', async () => {
    const moved = rows((all) => {
      all.splice(6, 1)
      for (const [index, row] of all.entries())
        all[index] = {
          ...withLeaf(row, row.body.replace(/"number":\d+/, `"number":${index + 1}`)),
          number: index + 1,
        }
    })
    expect(await first(moved)).toBe('changed 7')
  })

  it('where one was inserted and the rest moved down', async () => {
    const inserted = rows((all) => {
      all.splice(6, 0, other(at(all, 7)))
      for (const [index, row] of all.entries())
        all[index] = {
          ...withLeaf(row, row.body.replace(/"number":\d+/, `"number":${index + 1}`)),
          number: index + 1,
        }
    })
    expect(await first(inserted)).toBe('changed 7')
  })

  it('where one was added at the end', async () => {
    const added = rows((all) => {
      const last = at(all, length)
      all.push({
        ...withLeaf(last, last.body.replace(/"number":\d+/, `"number":${length + 1}`)),
        number: length + 1,
      })
    })
    expect(await first(added)).toBe(`unsigned ${length + 1}`)
  })

  it('where two changed places', async () => {
    const swapped = rows((all) => {
      const [some, more] = [at(all, 11), at(all, 14)]
      all[10] = { ...more, number: 11 }
      all[13] = { ...some, number: 14 }
    })
    expect(await first(swapped)).toBe('moved 11')
  })

  it('where the end was cut off', async () => {
    expect(await first(rows((all) => all.splice(length - 1)))).toBe(`missing ${length}`)
    expect(await first(rows((all) => all.splice(12)))).toBe(`missing 13-${length}`)
  })

  it('where the end was cut off with its checkpoint, only against one that somebody held', async () => {
    const cut = { events: evidence.events.slice(0, 9), checkpoints: evidence.checkpoints.slice(0, 2) }
    expect(await first(cut)).toBe('holds')
    expect(await first(cut, [evidence.checkpoints[2]?.jws ?? ''])).toBe(`missing 10-${length}`)
  })

  it('where it was changed and every checkpoint of the ledger taken away, from what somebody held on', async () => {
    const changed = rows((all) => {
      all[11] = other(at(all, 12))
    })
    const [, held] = evidence.checkpoints
    expect(await first({ ...changed, checkpoints: [] }, [held?.jws ?? ''])).toBe(`unsigned 10-${length}`)
    expect(await first({ checkpoints: [] }, [held?.jws ?? ''])).toBe(`unsigned 10-${length}`)
    // What somebody held of it is told as exactly as before.
    const earlier = rows((all) => {
      all[5] = other(at(all, 6))
    })
    expect(await first({ ...earlier, checkpoints: [] }, [held?.jws ?? ''])).toBe('changed 6')
    const none = await verifyMeeting(
      { ...evidence, ...changed, checkpoints: [] },
      { held: [held?.jws ?? ''] },
    )
    expect(none).toMatchObject({ outcome: 'fails' })
  })

  it('where keys of two people were exchanged, or a name', async () => {
    const [some, more, ...rest] = evidence.people
    if (some === undefined || more === undefined) throw new RangeError('nobody is there')
    const people = [{ ...some, key: more.key }, { ...more, key: some.key }, ...rest]
    expect(await first({ people })).toMatch(/^person /)
    const named = [
      { ...some, participant: more.participant },
      { ...more, participant: some.participant },
      ...rest,
    ]
    const found = await verifyMeeting({ ...evidence, people: named }, { keys: keys() })
    const naming = evidence.events.findIndex(
      ({ body }) => body.includes(some.handle) || body.includes(more.handle),
    )
    expect(found.findings[0]).toMatchObject({ what: 'person', event: naming + 1 })
  })

  it('where all was signed again with another key', async () => {
    const theirs = await createKey('k9')
    const forged = await seal('standup', BATCHES, theirs)
    expect(await first(forged)).toBe('unsigned 1-4')
    const posing = await createKey('k1')
    expect(await first(await seal('standup', BATCHES, posing))).toBe('checkpoint 1')
  })

  it('where history was written anew with the right key, only against a checkpoint that somebody held', async () => {
    const rewritten = await seal(
      'standup',
      [EVERY_EVENT.map((event, index) => (index === 5 ? { ...event, command: 'z' } : event))],
      key,
    )
    expect(await first(rewritten)).toBe('holds')
    expect(await first(rewritten, [evidence.checkpoints[1]?.jws ?? ''])).toBe('changed 5')
  })

  it('where a middle checkpoint was taken away, as one of those it was for', async () => {
    const [begin, , end] = evidence.checkpoints
    const changed = rows((all) => {
      all[6] = other(at(all, 7))
    })
    const checkpoints = [begin, end].flatMap((one) => one ?? [])
    expect(await first({ ...changed, checkpoints })).toBe('changed 5-9')
  })

  it('where checkpoints are of another meeting, another size, or nonsense', async () => {
    const elsewhere = await seal('retro', BATCHES, key)
    expect(await first({ checkpoints: elsewhere.checkpoints })).toBe('checkpoint 1')
    const [begin, middle, end] = evidence.checkpoints
    const resized = [
      { size: 4, jws: middle?.jws ?? '' },
      { size: 9, jws: begin?.jws ?? '' },
    ].concat(end ?? [])
    expect(await first({ checkpoints: resized })).toBe('checkpoint 1')
    for (const jws of ['', 'x', 'a.b.c', '..', begin?.jws.replace(/\.[^.]*$/, '.AAAA') ?? ''])
      expect(await first({ checkpoints: [{ size: 4, jws }] })).toBe('checkpoint 1')
  })

  it('where a sealed event is said to be one of those that may be rewritten', async () => {
    const redacted = rows((all) => {
      const { v: _, sealed: __, ...event } = JSON.parse(at(all, 8).body)
      all[7] = { ...at(all, 8), body: JSON.stringify({ ...event, redacted: true }) }
    })
    expect(await first(redacted)).toBe('changed 8')
  })

  it('where a body goes deeper than anybody can read', async () => {
    const deep = `${'['.repeat(60_000)}${']'.repeat(60_000)}`
    const changed = rows((copy) => {
      copy[4] = withLeaf(at(copy, 5), at(copy, 5).body.replace('"v":1', `"v":1,"zz":${deep}`))
    })
    expect(await first(changed)).toBe('changed 5')
  })

  it('where a leaf is not the one of its body', async () => {
    const changed = rows((all) => {
      all[2] = { ...at(all, 3), leaf: new Uint8Array(32) }
    })
    expect(await first(changed)).toBe('changed 3')
  })
})

describe('finds', () => {
  const nobody = { handle: 'nobody', participant: 'zac', key: new Uint8Array(32) }

  it('somebody among its people whom no event names, or whom it has twice', async () => {
    expect(await first({ people: [...evidence.people, nobody] })).toBe(`stranger ${length}`)
    const [one, other, ...rest] = evidence.people
    const twice = [one, other, { ...other, participant: one?.participant }, ...rest]
    const found = await verifyMeeting(
      { ...evidence, people: twice as MeetingEvidence['people'] },
      { keys: keys() },
    )
    expect(found.findings.map(({ what }) => what)).toContain('stranger')
  })

  it('that no checkpoint held elsewhere is of it, and passes over those of other meetings', async () => {
    const elsewhere = (await seal('retro', BATCHES, key)).checkpoints.map(({ jws }) => jws)
    const own = evidence.checkpoints.map(({ jws }) => jws)
    expect(await first({}, [...elsewhere, ...own])).toBe('holds')
    expect(await first({}, elsewhere)).toBe('checkpoint 1')
  })
})
