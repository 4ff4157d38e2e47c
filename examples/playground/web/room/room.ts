import {
  type ConsentClient,
  type FeatureOptions,
  type Place,
  type Purpose,
  sharedUplink,
} from '@askfirst/core'
import { createMeeting, type JoinOptions } from '@askfirst/testing'
import type { Knobs } from '../knobs/knobs.ts'
import { answerAlone } from './crowd.ts'
import { type Cuttable, cuttable } from './cuttable.ts'
import { kept } from './kept.ts'
import { runByMachine, setToNow } from './real-clock.ts'

/** Who has a screen in the page, in the order of the seats; the first one is the host. */
const SEATED = ['Ana', 'Ben', 'Cleo', 'Dora'] as const
/** How long the AI takes to erase. */
const ERASE_MS = 4_000

/** What the page shows of the room beside the screens of people. */
export interface RoomState {
  readonly isServerUp: boolean
  /** Whose cable is out. */
  readonly cut: readonly string[]
  /** By feature and ask: whom the gate of the AI lets through right now. */
  readonly heard: readonly {
    readonly feature: string
    readonly ask: string
    readonly purpose: Purpose
    readonly people: readonly string[]
  }[]
}

/** A call in this page: the real authority, clients and gate, on the machine's clock. */
export interface Room {
  readonly features: readonly FeatureOptions[]
  /** Who has a screen. */
  readonly seated: readonly string[]
  readonly people: readonly string[]
  getState(): RoomState
  subscribe(onChange: () => void): () => void
  /** The device of somebody who has a screen; disposed of as their page goes. */
  sit(name: string): Promise<ConsentClient>
  cut(name: string, isCut: boolean): void
  serve(isUp: boolean): Promise<void>
  /** Lets time pass at once. */
  skip(ms: number): Promise<void>
  close(): void
}

export async function openRoom(features: readonly FeatureOptions[], knobs: Knobs): Promise<Room> {
  const meeting = await createMeeting({ features, name: 'Playground' })
  setToNow(meeting.clock)
  const count = Number(knobs.people)
  const seated = SEATED.slice(0, count)
  const crowd = Array.from({ length: count - seated.length }, (_, at) => `Guest ${at + 1}`)
  const seats = new Map<string, Seat>(
    seated.map((name, at) => [
      name,
      { options: toJoin(name, at === seated.length - 1 ? knobs.last : 'call') },
    ]),
  )
  const clients = new Map<string, ConsentClient>()
  const listeners = new Set<() => void>()
  let state: RoomState = { isServerUp: true, cut: [], heard: [] }
  const set = (change: Partial<RoomState>): void => {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }

  const workers = await Promise.all(
    features.map(async (feature) => {
      const [first] = feature.processors
      return {
        feature,
        gate: await meeting.worker({ features: [feature], ...(first && { processor: first.name }) }),
      }
    }),
  )
  const listen = (): void =>
    set({
      heard: workers.flatMap(({ feature: { id, asks, policy }, gate }) => {
        const runs = policy.turnOn === 'anyone' ? seated.map((name) => `${id}@${name}`) : [id]
        return Object.entries(asks).map(([ask, { purpose }]) => {
          const people = new Set(runs.flatMap((run) => gate.allowed(run, ask)))
          return { feature: id, ask, purpose, people: [...people].sort() }
        })
      }),
    })
  for (const { gate } of workers) {
    gate.onChange(listen)
    gate.onErase((duty) => void meeting.clock.after(ERASE_MS, () => gate.acknowledgeErasure(duty)))
  }
  listen()

  /** The app's server tells who is in the call, whenever that changes. */
  let reported = ''
  const report = async (isForced = false): Promise<void> => {
    const here = [...clients]
      .filter(([, client]) => client.store.getState().place === 'call')
      .map(([name]) => name)
    const bots = [
      { participant: 'Scribe', kind: 'agent' as const },
      { participant: 'Hall camera', kind: 'recorder' as const },
    ]
    if (!state.isServerUp || (here.join() === reported && !isForced)) return
    reported = here.join()
    await meeting.app().reportRoster([...here, ...(knobs.bots === 'here' ? bots : [])])
  }
  const undos = [runByMachine(meeting.clock)]
  const admit = (name: string, client: ConsentClient): void => {
    clients.set(name, client)
    undos.push(client.store.subscribe(() => void report()))
    void report()
  }

  for (const [at, name] of crowd.entries()) {
    const client = (await meeting.join(name)) as ConsentClient
    admit(name, client)
    undos.push(answerAlone(client, knobs.others, at))
  }

  return {
    features,
    seated,
    people: [...seated, ...crowd],
    getState: () => state,
    subscribe(onChange) {
      listeners.add(onChange)
      return () => listeners.delete(onChange)
    },
    async sit(name) {
      const seat = seats.get(name)
      if (seat === undefined) throw new Error(`Nobody called ${name} has a seat: ${seated.join(', ')}.`)
      // Another page of the same person takes the place of the one that was reloaded.
      clients.get(name)?.dispose()
      const client = (await meeting.join(name, {
        ...seat.options,
        place: seat.place ?? seat.options.place ?? 'call',
        indicator: false,
        transport: (network) => {
          seat.cable = cuttable(network)
          seat.cable.cut(state.cut.includes(name))
          return seat.cable
        },
      })) as ConsentClient
      undos.push(
        client.store.subscribe(({ place }) => {
          seat.place = place
        }),
      )
      admit(name, client)
      return client
    },
    cut(name, isCut) {
      seats.get(name)?.cable?.cut(isCut)
      set({ cut: isCut ? [...state.cut, name] : state.cut.filter((other) => other !== name) })
    },
    async serve(isUp) {
      await (isUp ? meeting.start() : meeting.kill())
      set({ isServerUp: isUp })
      if (isUp) await report(true)
    },
    skip: (ms) => meeting.advance(ms),
    close() {
      for (const undo of undos) undo()
      for (const client of clients.values()) client.dispose()
      for (const { gate } of workers) gate.close()
    },
  }
}

interface Seat {
  readonly options: JoinOptions
  cable?: Cuttable
  /** Where the person was when their page was reloaded. */
  place?: 'out' | Place
}

/** What each device brings; it outlives a reload of its page. */
function toJoin(name: string, as: Knobs['last']): JoinOptions {
  return {
    role: name === SEATED[0] ? 'host' : 'attendee',
    kind: as === 'room' ? 'room' : 'person',
    place: as === 'lobby' ? 'lobby' : 'call',
    keep: kept(),
    standing: kept(),
    you: { meeting: 'Playground', participant: name },
    uplink: sharedUplink({ mute: () => () => {} }),
  }
}
