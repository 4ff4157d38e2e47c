import {
  type ConsentClient,
  createClientOver,
  type FeatureOptions,
  type Keep,
  type ParticipantKind,
  type Place,
  type Presence,
  type Role,
  randomIds,
  sha256,
  type Transport,
} from '@askfirst/core'
import {
  type Authority,
  createCatalogue,
  createReception,
  type Identity,
  type Ledger,
  type MeetingEvent,
  memoryLedger,
  memoryTransport,
  openAuthority,
  systemRandom,
} from '@askfirst/core/authority'
import { type ConnectedGate, connectGateOver } from '@askfirst/core/gate'
import { createManualClock, type ManualClock } from './manual-clock.ts'

/** What a meeting starts with. */
export interface MeetingOptions<F extends FeatureOptions> {
  readonly features: readonly F[]
  /** @default a memory ledger */
  readonly ledger?: Ledger
  /** @default 'meeting' */
  readonly name?: string
}

/** Who joins, and with what kind of device. */
export interface JoinOptions {
  /** What the page was built with. @default the meeting's own features */
  readonly features?: readonly FeatureOptions[]
  /** @default 'attendee' */
  readonly role?: Role
  /** @default 'person' */
  readonly kind?: ParticipantKind
  /** @default 'call' */
  readonly place?: 'out' | Place
  /** Whether the device shows the indicator, as a page with `<ConsentIndicator>` does. @default true */
  readonly indicator?: boolean
  readonly call?: Pick<Presence, 'leave'>
  readonly keep?: Keep
  /** Puts something between the client and the authority, such as `lossyTransport`. */
  transport?(transport: Transport): Transport
}

/** A whole meeting in memory: the real authority, clients and gates on a clock of the test's own. */
export interface Meeting<F extends FeatureOptions> {
  readonly clock: ManualClock
  readonly ledger: Ledger
  /** A device of a participant; resolves once it is live. The same name again is a second device. */
  join(participant: string, options?: JoinOptions): Promise<ConsentClient<F>>
  /** An AI worker for some features; with a processor's name it also hears of erasure. */
  worker(options?: { readonly processor?: string; readonly features?: readonly F[] }): Promise<ConnectedGate>
  /** Lets everything under way arrive. */
  settle(): Promise<void>
  /** Goes on in time, a second at a time so that leases are renewed on the way, and settles. */
  advance(ms: number): Promise<void>
  /** Everything the ledger holds. */
  events(): Promise<readonly MeetingEvent[]>
  /** Kills the authority: links break, nothing is said; `start` opens another on the same ledger. */
  kill(): Promise<void>
  /** With other features it is a deploy: clients that join from then on have them too. */
  start(features?: readonly F[]): Promise<void>
}

/** Starts a meeting in memory. */
export async function createMeeting<const F extends FeatureOptions>(
  options: MeetingOptions<F>,
): Promise<Meeting<F>> {
  const { ledger = memoryLedger(), name = 'meeting' } = options
  let { features } = options
  const clock = createManualClock()
  const links = new Set<() => void>()
  let authority: Authority | undefined

  let catalogue = await createCatalogue(features, sha256)
  const start = async (): Promise<void> => {
    authority = await openAuthority({
      meeting: name,
      catalogue,
      ledger,
      clock,
      ids: randomIds,
      random: systemRandom,
    })
  }
  await start()

  const makeReception = () =>
    createReception({
      clock,
      ids: randomIds,
      authenticate: async (token) => JSON.parse(token) as Identity,
      authority: async () => {
        if (authority === undefined) throw new Error('the authority is down')
        return authority
      },
    })
  let reception = makeReception()
  const network: Transport = {
    connect(listener) {
      const link = memoryTransport(reception).connect({
        ...listener,
        onClose() {
          links.delete(link.close)
          listener.onClose()
        },
      })
      links.add(link.close)
      return link
    },
  }
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0))
  }

  return {
    clock,
    ledger,
    settle,
    async advance(ms) {
      for (let left = ms; left > 0; left -= 1_000) {
        clock.advance(Math.min(left, 1_000))
        await settle()
      }
    },
    async join(participant, join = {}) {
      const { role = 'attendee', kind = 'person', place = 'call', indicator = true, transport } = join
      const identity: Identity = { use: 'person', meeting: name, participant, role, kind, name: participant }
      const client = createClientOver<F>(
        {
          token: JSON.stringify(identity),
          features: (join.features ?? features) as readonly F[],
          place,
          ...(join.call && { call: join.call }),
        },
        {
          transport: transport?.(network) ?? network,
          clock,
          ids: randomIds,
          digest: sha256,
          keep: join.keep,
        },
      )
      if (indicator) client.attachIndicator()
      await new Promise<void>((resolve) => {
        const undo = client.store.subscribe(({ connection }) => {
          if (connection !== 'live') return
          undo()
          resolve()
        })
      })
      await settle()
      return client
    },
    worker({ processor, features: some = features } = {}) {
      const of = { meeting: name, features: some.map(({ id }) => id) }
      const identity: Identity =
        processor === undefined
          ? { use: 'gate', worker: 'worker', ...of }
          : { use: 'processor', processor, ...of }
      return connectGateOver(
        { token: JSON.stringify(identity), features: some },
        { transport: network, clock, ids: randomIds },
      )
    },
    events: () => ledger.read(name),
    async kill() {
      // A killed authority says nothing more to anybody and writes nothing more.
      await authority?.close()
      authority = undefined
      for (const close of [...links]) close()
      reception = makeReception()
      await settle()
    },
    async start(now) {
      if (now !== undefined) {
        features = now
        catalogue = await createCatalogue(now, sha256)
      }
      await start()
      await settle()
    },
  }
}
