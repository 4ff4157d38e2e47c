import { everyoneOrNobody, leaveMeOut } from '@askfirst/core'
import { createSubject, type Subject } from '../feature.ts'
import { count, openFullRoom, settle } from '../room.ts'
import { type Row, toRatioRow, toRow } from '../row.ts'

const SIZES = [10, 1_000, 10_000] as const
const RUN = 'run'
/** Bytes that one name and what goes with it may take in a list that is by names. */
const NAMED_BYTES = 64

type Figures = Awaited<ReturnType<typeof countRoom>>
interface OfSize {
  readonly people: number
}

/** What goes over the lines of a meeting of so many people, half of whom have said yes. */
async function countRoom(subject: Subject, people: number) {
  const room = await openFullRoom(subject, people)
  const { wishes, clock, hosts, crowd } = room
  const [host, one, other] = [hosts[0], crowd.at(-1), crowd.at(-2)]
  if (host === undefined || one === undefined || other === undefined) throw new RangeError('too few people')
  clock.advance(100)
  const on = await count(crowd, async () => {
    await room.all([host], wishes.turnOn(RUN))
    clock.advance(0)
  })
  const sliceMs = Math.max(0, ...room.sliceMs)
  await room.all(crowd, wishes.show(RUN))
  clock.advance(100)
  const firstYes = await count(crowd.slice(1), async () => {
    await room.all(crowd.slice(0, 1), wishes.accept(RUN))
    clock.advance(100)
  })
  await room.all(crowd.slice(1, crowd.length >> 1), wishes.accept(RUN))
  clock.advance(100)

  const decisions = [
    await count(crowd, () => room.all([one], wishes.accept(RUN))),
    await count(crowd, () => room.all([one], wishes.withdraw())),
    await count(crowd, () => room.all([other], wishes.decline())),
  ]
  const oneHost = await count([host], async () => {
    // Ten decisions in each tenth of a second, after which the tally is another one each time.
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const command = tenth % 2 === 0 ? wishes.accept(RUN) : wishes.withdraw()
      await room.all(crowd.slice(1).slice(-10), command)
      clock.advance(100)
    }
  })
  const late = { attendee: room.enter('late-ann', 'attendee'), host: room.enter('late-bob', 'host') }
  await settle()
  const snapshotOf = (who: 'attendee' | 'host') => late[who].latest.get('snapshot')?.length ?? Number.NaN

  await room.all(crowd, wishes.accept(RUN))
  const worker = room.enterWorker('worker')
  await settle()
  const toWorker = await count([worker], () => room.all(crowd.slice(0, 1), wishes.withdraw()))
  return {
    people,
    onMost: on.most,
    onBytes: on.bytes / crowd.length,
    sliceMs,
    firstYes: firstYes.messages / (crowd.length - 1),
    firstYesBytes: firstYes.bytes / (crowd.length - 1),
    decision: Math.max(...decisions.map(({ messages }) => messages)),
    decisionBytes: Math.max(...decisions.map(({ bytes }) => bytes)),
    hostMessages: oneHost.messages,
    hostBytes: oneHost.bytes,
    attendeeSnapshot: snapshotOf('attendee'),
    hostSnapshot: snapshotOf('host'),
    workerBytes: toWorker.bytes,
    tallyMs: room.tallyMs.slice(-10).toSorted((a, b) => a - b)[5] ?? Number.NaN,
  }
}

/** What goes over the lines where everybody has agreed that nobody is heard without the others, and one more comes. */
async function countPause(subject: Subject, people: number) {
  const room = await openFullRoom(subject, people)
  const { wishes, clock, hosts, lines } = room
  await room.all(hosts.slice(0, 1), wishes.turnOn(RUN, 'accept'))
  await room.all(lines.slice(1), wishes.show(RUN))
  await room.all(lines.slice(1), wishes.accept(RUN))
  clock.advance(1_000)
  const newcomer = room.enter('newcomer', 'attendee')
  await settle()
  room.sliceMs.splice(0)
  const { most } = await count(lines.slice(2), async () => {
    await room.all([newcomer], wishes.join())
    clock.advance(50)
  })
  const paused = lines.filter(({ latest }) => latest.get('update')?.includes('"phase":"paused"')).length
  if (paused !== people) throw new Error(`${paused} of ${people} heard of the pause`)
  return { people, most, sliceMs: Math.max(0, ...room.sliceMs) }
}

/** One figure for each size of a meeting, each against the smallest one's: it may not grow with the meeting. */
function flat(name: string, figures: readonly Figures[], of: (figures: Figures) => number): readonly Row[] {
  const floor = Math.max(1, of(figures[0] as Figures))
  return figures.map((one) => toRatioRow(title(name, one), of(one), 'bytes', { floor, times: 1.2 }))
}

/** One figure for each size, against a fixed budget. */
function within<Of extends OfSize>(
  name: string,
  figures: readonly Of[],
  unit: Row['unit'],
  of: (figures: Of) => number,
  budget: (people: number) => number,
): readonly Row[] {
  return figures.map((one) => toRow(title(name, one), of(one), unit, budget(one.people)))
}

const title = (name: string, { people }: OfSize): string => `${name}, ${people.toLocaleString('en')} people`
const byName = (people: number): number => 512 + NAMED_BYTES * people

/**
 * How many messages and bytes go to whom, through a real authority and its reception on lines in memory, by
 * a clock that stands still.
 */
export async function measureMessages(): Promise<Row[]> {
  const [counts, named] = [
    await createSubject(leaveMeOut),
    await createSubject({ ...leaveMeOut, disclosure: 'named' }),
  ]
  const figures: Figures[] = []
  const namedFigures: Figures[] = []
  const together = await createSubject(everyoneOrNobody)
  const pauses: Awaited<ReturnType<typeof countPause>>[] = []
  for (const people of SIZES) {
    pauses.push(await countPause(together, people))
    figures.push(await countRoom(counts, people))
    namedFigures.push(await countRoom(named, people))
  }
  return [
    ...within(
      'one decision, to all participants',
      figures,
      'messages',
      ({ decision }) => decision,
      () => 3,
    ),
    ...flat('one decision, to all participants', figures, ({ decisionBytes }) => decisionBytes),
    ...within(
      'turning on, most to one person',
      figures,
      'messages',
      ({ onMost }) => onMost,
      () => 1,
    ),
    ...flat('turning on, to each person', figures, ({ onBytes }) => onBytes),
    ...within(
      'turning on, longest slice',
      figures,
      'ms',
      ({ sliceMs }) => sliceMs,
      () => 25,
    ),
    ...within(
      'the first yes, to each of the others',
      figures,
      'messages',
      ({ firstYes }) => firstYes,
      () => 1,
    ),
    ...flat('the first yes, to each of the others', figures, ({ firstYesBytes }) => firstYesBytes),
    ...within(
      '100 decisions in a second, to a host',
      figures,
      'messages',
      (one) => one.hostMessages,
      () => 10,
    ),
    ...flat('100 decisions in a second, to a host by counts', figures, ({ hostBytes }) => hostBytes),
    ...within(
      '100 decisions in a second, to a host by names',
      namedFigures,
      'bytes',
      ({ hostBytes }) => hostBytes,
      // Ten in each tenth of a second.
      () => 10 * byName(10),
    ),
    ...within(
      'telling two hosts by names, median',
      namedFigures,
      'ms',
      ({ tallyMs }) => tallyMs,
      () => 25,
    ),
    ...flat('snapshot of a late joiner', figures, ({ attendeeSnapshot }) => attendeeSnapshot),
    ...flat('snapshot of a late host by counts', figures, ({ hostSnapshot }) => hostSnapshot),
    ...within(
      'snapshot of a late host by names',
      namedFigures,
      'bytes',
      ({ hostSnapshot }) => hostSnapshot,
      (people) => 512 + byName(people),
    ),
    ...flat('one decision, to a worker', figures, ({ workerBytes }) => workerBytes),
    ...within(
      'a newcomer pauses everybody, most to one person',
      pauses,
      'messages',
      ({ most }) => most,
      // The close, at once, and then what it waits for.
      () => 2,
    ),
    ...within(
      'a newcomer pauses everybody, longest slice',
      pauses,
      'ms',
      ({ sliceMs }) => sliceMs,
      () => 25,
    ),
  ]
}
