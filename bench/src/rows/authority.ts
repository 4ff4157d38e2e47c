import { everyoneOrNobody } from '@askfirst/core'
import type { Actor, Command } from '@askfirst/core/authority'
import { createSubject, type Subject, subject } from '../feature.ts'
import { type Line, openFullRoom, settle } from '../room.ts'
import { type Row, toRatioRow } from '../row.ts'

const SIZES = [10, 1_000, 10_000] as const
const RUN = 'run'
const WARM_UP = 500
const DECISIONS = 300
const PAUSES = 30
/** Strides through the meeting that no cache line follows. */
const STRIDE = 7_919

type Decide = (command: Command, actor: Actor) => Promise<unknown>

/** Median microseconds of a decision from its dispatch to its reply, each with a commit of its own. */
async function timeDecisions(
  decide: Decide,
  yes: Command,
  no: Command,
  actors: readonly Actor[],
  times: number,
) {
  const took: number[] = []
  for (let at = 0; at < times; at += 1) {
    const actor = actors[(at * STRIDE) % actors.length]
    if (actor === undefined) throw new RangeError('nobody decides')
    for (const command of [no, yes]) {
      const from = performance.now()
      await decide(command, actor)
      took.push((performance.now() - from) * 1_000)
    }
  }
  return took.toSorted((a, b) => a - b)[took.length >> 1] ?? Number.NaN
}

/** A meeting of so many people who have all said yes, and what a decision in it takes. */
async function measureRoom(people: number) {
  const room = await openFullRoom(subject, people)
  const { wishes, hosts, crowd, authority } = room
  await room.all(hosts.slice(0, 1), wishes.turnOn(RUN))
  await room.all(crowd, wishes.show(RUN))
  await room.all(crowd, wishes.accept(RUN))
  const actors = crowd.map(
    ({ name }): Actor => ({
      use: 'person',
      participant: name,
      connection: `${name}-laptop`,
      role: 'attendee',
      kind: 'person',
    }),
  )
  let ids = 0
  const decide: Decide = async (command, actor) => {
    ids += 1
    const reply = await authority.dispatch({ ...command, id: `decision-${ids}` }, actor)
    if (!reply.ok) throw new Error(reply.rejection.code)
  }
  const [yes, no] = [wishes.accept(RUN), wishes.withdraw()]
  await timeDecisions(decide, yes, no, actors, WARM_UP)
  const alone = await timeDecisions(decide, yes, no, actors, DECISIONS)
  const worker = room.enterWorker('worker')
  await settle()
  const withWorker = await timeDecisions(decide, yes, no, actors, DECISIONS)
  if (worker.messages < 2 * DECISIONS) throw new Error('the worker was not told')
  return { people, alone, withWorker }
}

/** Median microseconds until somebody is in, and everybody is paused by it, and out again. */
async function measurePauses(subject: Subject, people: number) {
  const room = await openFullRoom(subject, people)
  const { wishes, hosts, lines, authority, clock } = room
  await room.all(hosts.slice(0, 1), wishes.turnOn(RUN, 'accept'))
  await room.all(lines.slice(1), wishes.show(RUN))
  await room.all(lines.slice(1), wishes.accept(RUN))
  clock.advance(1_000)
  const took: number[] = []
  for (let at = 0; at < 2 * PAUSES; at += 1) {
    const participant = `newcomer-${at}`
    const one = { use: 'person', participant, role: 'attendee', kind: 'person' } as const
    const actor: Actor = { ...one, connection: `${participant}-laptop` }
    for (const command of [wishes.join(), wishes.leave()]) {
      const from = performance.now()
      const reply = await authority.dispatch({ ...command, id: `${command.type}-${at}` }, actor)
      if (at >= PAUSES) took.push((performance.now() - from) * 1_000)
      if (!reply.ok) throw new Error(reply.rejection.code)
      const isOpen = authority.permits(lastOf(lines), 'summary', 'summarise')
      if (isOpen !== (command.type === 'participant.leave')) throw new Error('nobody was paused by it')
      // Enough for the crowd to hear of it; after ten seconds of silence they would be gone.
      clock.advance(50)
    }
  }
  return { people, value: took.toSorted((a, b) => a - b)[took.length >> 1] ?? Number.NaN }
}
const lastOf = (lines: readonly Line[]): string => lines.at(-1)?.name ?? ''

/** What a decision costs the authority from its dispatch to its reply, everybody told, in meetings that grow. */
export async function measureAuthority(): Promise<Row[]> {
  const rooms = []
  for (const people of SIZES) rooms.push(await measureRoom(people))
  const least = rooms[0]?.alone ?? Number.NaN
  const together = await createSubject(everyoneOrNobody)
  const pauses = []
  for (const people of SIZES) pauses.push(await measurePauses(together, people))
  const floor = pauses[0]?.value ?? Number.NaN
  const paused = pauses.map(({ people, value }) =>
    toRatioRow(`a newcomer pauses ${people.toLocaleString('en')} people, or goes`, value, 'µs', {
      floor,
      times: 3,
    }),
  )
  const rows = rooms.flatMap(({ people, alone, withWorker }) => {
    const name = `a decision through the authority, ${people.toLocaleString('en')} people`
    return [
      toRatioRow(name, alone, 'µs', { floor: least, times: 3 }),
      toRatioRow(`${name}, and a worker`, withWorker, 'µs', { floor: least, times: 3 }),
    ]
  })
  return [...rows, ...paused]
}
