import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type States, walkMeetings } from '../../scripts/diagrams/walk-meetings.ts'
import { drawPages } from '../../scripts/diagrams.ts'

// The state diagrams of the docs are drawn from the code. If they differ: pnpm diagrams, and read what changed.

const root = join(import.meta.dirname, '../..')
let walked: Awaited<ReturnType<typeof walkMeetings>>
const into = ({ changes }: States, state: string) =>
  Object.fromEntries(
    [...changes].filter(([key]) => key.endsWith(`>${state}`)).map(([key, causes]) => [key, [...causes]]),
  )

beforeAll(async () => {
  walked = await walkMeetings()
}, 120_000)

test('every diagram of the docs is the one the code draws', () => {
  for (const [path, text] of drawPages(walked))
    expect(readFileSync(join(root, path), 'utf8'), path).toBe(text)
})

describe('and the walk is wide enough to show that', () => {
  test('it reaches thousands of meetings', () => {
    expect(walked.meetings).toBeGreaterThan(5_000)
  })

  test('only a yes, or coming back to one, leads to accepted', () => {
    const causes = new Set(Object.values(into(walked.answers, 'accepted')).flat())
    // A run that begins: where a yes lasts for the meeting.
    expect([...causes].sort()).toEqual(['consent.accepted', 'feature.enabled', 'participant.joined'])
  })

  test('a no is followed by nothing but a yes, or another no', () => {
    const after = [...walked.answers.changes].filter(([key]) => /^(declined|withdrawn)>/.test(key))
    expect(after.map(([key, causes]) => [key, ...causes]).sort()).toEqual([
      ['declined>accepted', 'consent.accepted'],
      ['declined>withdrawn', 'consent.withdrawn'],
      ['withdrawn>accepted', 'consent.accepted'],
      ['withdrawn>declined', 'consent.declined'],
    ])
  })
})
