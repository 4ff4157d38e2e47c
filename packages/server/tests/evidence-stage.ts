import type { EventBody, MeetingEvent } from '@askfirst/core/authority'
import { createProgram } from '../src/cli/program.ts'

// A short meeting by hand, and the command line in this process.

export const MEETING = 'standup'
const of = { feature: 'meeting-summary', activation: 'run-1' }
const person = { kind: 'person', role: 'attendee', place: 'call' } as const
const notice = { revision: 1, hash: 'e3b0c442', lang: 'en' }
const run = {
  ...of,
  notice,
  kind: 'person',
  grants: ['summarise'],
  processors: ['Acme AI'],
  method: 'button',
} as const

/** Ids of devices are random: they name nobody. */
const DEVICES: Readonly<Record<string, string>> = { ada: 'tab-1', ben: 'tab-2', zoe: 'tab-3' }
const joined = (participant: string): EventBody => ({
  type: 'participant.joined',
  participant,
  connection: DEVICES[participant] ?? '',
  ...person,
})
const STORY: readonly (readonly [by: string, body: EventBody])[] = [
  ['authority', { type: 'authority.started' }],
  ['ada', { ...joined('ada'), role: 'host' } as EventBody],
  ['ben', joined('ben')],
  ['zoe', joined('zoe')],
  ['ada', { type: 'feature.enabled', ...of, revision: 1 }],
  ['ada', { type: 'consent.accepted', participant: 'ada', ...run, decision: 1 }],
  ['ben', { type: 'notice.shown', participant: 'ben', ...of, notice, kind: 'person', visibleMs: 2_100 }],
  ['ben', { type: 'consent.accepted', participant: 'ben', ...run, decision: 1 }],
  ['zoe', { type: 'consent.declined', participant: 'zoe', feature: of.feature, decision: 1, method: 'key' }],
  [
    'ben',
    { type: 'consent.withdrawn', participant: 'ben', feature: of.feature, decision: 2, method: 'button' },
  ],
  ['ada', { type: 'feature.disabled', ...of, cause: 'person' }],
  ['ben', { type: 'participant.left', participant: 'ben', connection: 'tab-2' }],
  ['zoe', { type: 'participant.left', participant: 'zoe', connection: 'tab-3' }],
  ['ada', { type: 'participant.left', participant: 'ada', connection: 'tab-1' }],
]

/** A meeting from beginning to end. */
export const toStory = (now: number): readonly MeetingEvent[] =>
  STORY.map(([by, body], at) => ({
    ...body,
    number: at + 1,
    at: now - 60_000 + at,
    by,
    command: `command-${at}`,
    ...(by !== 'authority' && { clientAt: now - 60_007 + at }),
  }))

/** What a run of the command printed, and what it ended with. */
export async function askfirst(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly text: string }> {
  const lines: string[] = []
  const { log } = console
  console.log = (line: unknown) => void lines.push(String(line))
  process.exitCode = 0
  try {
    await createProgram().parseAsync(args, { from: 'user' })
  } catch (error) {
    lines.push(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  } finally {
    console.log = log
  }
  const code = Number(process.exitCode)
  process.exitCode = 0
  return { code, text: lines.join('\n') }
}
