import { type ConsentClient, viewFeature } from '@askfirst/core'
import { createMeeting, createRandom, lossyTransport } from '@askfirst/testing'
import { expect, test } from 'vitest'
import { replay } from '../src/evolve.ts'
import { projectPerson } from '../src/project.ts'
import { createMeetingState } from '../src/state.ts'
import { minutes, summary } from './features.ts'
import { catalogue } from './sentences.ts'

const SEEDS = Array.from({ length: 20 }, (_, at) => 1_000 + at)
const NAMES = ['anna', 'ben', 'cem', 'dan'] as const
const seen = { visibleMs: 2_000, lang: 'en' }

/** Everybody does this and that on a line that loses, repeats and breaks. */
async function storm(seed: number) {
  const random = createRandom(seed)
  const meeting = await createMeeting({ features: [summary, minutes] })
  const lines: { stop(): void }[] = []
  const clients: { name: string; client: ConsentClient<typeof summary | typeof minutes> }[] = []
  for (const [at, name] of NAMES.entries()) {
    const client = await meeting.join(name, {
      role: name === 'anna' ? 'host' : 'attendee',
      transport(below) {
        const line = lossyTransport(below, { seed: seed * 10 + at, cut: 0.05 })
        lines.push(line)
        return line
      },
    })
    clients.push({ name, client })
  }
  const [{ client: host }] = clients as [(typeof clients)[number]]
  for (let step = 0; step < 60; step += 1) {
    const { client } = clients[Math.floor(random() * clients.length)] ?? { client: host }
    const dice = random()
    if (dice < 0.15) void host.enable('summary', { answer: 'accept' })
    else if (dice < 0.2) void host.disable('summary')
    else if (dice < 0.45) void client.show('summary', seen)
    else if (dice < 0.7) void client.accept('summary')
    else if (dice < 0.8) void client.withdraw('summary')
    else if (dice < 0.85) void client.decline('summary')
    else if (dice < 0.9) void client.defer('summary')
    else await meeting.advance(500)
    if (random() < 0.5) await meeting.settle()
  }
  return { meeting, clients, calm: () => lines.map((line) => line.stop()) }
}

test.each(SEEDS)('after the storm every view is the authority’s own (seed %i)', async (seed) => {
  const { meeting, clients, calm } = await storm(seed)
  calm()
  // Nobody says anything more: renewals alone show who has missed something.
  await meeting.advance(30_000)
  const state = replay(createMeetingState('meeting', catalogue), await meeting.events())
  for (const { name, client } of clients) {
    const { connection, view, pending } = client.store.getState()
    expect(connection, name).toBe('live')
    expect(pending, name).toEqual([])
    const role = name === 'anna' ? 'host' : 'attendee'
    const viewer = { participant: name, role, kind: 'person' } as const
    const beside = { nameOf: (participant: string) => participant, permits: () => true }
    expect(view, name).toEqual(JSON.parse(JSON.stringify(projectPerson(state, viewer, beside))))
    const included = viewFeature(client.store.getState(), 'summary')?.standing === 'included'
    expect(client.permits('summary', 'summarise'), name).toBe(included)
  }
})
