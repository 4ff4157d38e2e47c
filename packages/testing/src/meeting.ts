import {
  type ClientPorts,
  type ConsentClient,
  createClientOver,
  type FeatureOptions,
  type Keep,
  type NoticeHashes,
  type OnTrouble,
  type ParticipantKind,
  type Place,
  type Presence,
  type Role,
  randomIds,
  type SharedUplink,
  type Transport,
} from '@askfirst/core'
import {
  type Authority,
  type AuthorityOptions,
  createCatalogue,
  createReception,
  type Identity,
  type Ledger,
  type MeetingEvent,
  memoryLedger,
  memoryTransport,
  openAuthority,
} from '@askfirst/core/authority'
import { portableHash } from '@askfirst/core/evidence'
import { type ConnectedGate, connectGateOver } from '@askfirst/core/gate'
import { createManualClock, type ManualClock } from './manual-clock.ts'
import { createMeetingApp, type MeetingApp, UNAVAILABLE } from './meeting-app.ts'
import { createRandom } from './random.ts'
import { throwMistake } from './throw-mistake.ts'

// takes: features · gives: a meeting in one process, its people and workers, on a clock of the test's own
// never: stands in for authority, client or gate: those are the real ones

/** The same as the platform's, which answers from another thread, and so later where the machine is busy. */
const digest: ClientPorts['digest'] = async (text) =>
  [...portableHash(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

type Durations = Pick<AuthorityOptions, 'hostlessAfterMs' | 'expireAfterMs' | 'enforceWithinMs'>

/** What a meeting starts with. */
export interface MeetingOptions<F extends FeatureOptions> extends Durations {
  readonly features: readonly F[]
  /** @default a memory ledger */
  readonly ledger?: Ledger
  /** @default 'meeting' */
  readonly name?: string
  /** Registered texts, as `askfirst notices build` writes them. @default the declaration is the text */
  readonly notices?: NoticeHashes
  /** Of what is left to chance, such as when an anonymous request arrives. @default 1 */
  readonly seed?: number
}

/** Who joins, and with what kind of device. */
export interface JoinOptions {
  /** What the page was built with. @default the meeting's own features */
  readonly features?: readonly FeatureOptions[]
  /** The display name in the token. @default the participant's */
  readonly name?: string
  /** @default 'attendee' */
  readonly role?: Role
  /** @default 'person', or 'phone' with a bridge */
  readonly kind?: ParticipantKind
  /** The bridge that relays for this phone. */
  readonly bridge?: string
  /** The breakout room. @default the main one */
  readonly room?: string
  /** @default 'call' */
  readonly place?: 'out' | Place
  /** Whether the device shows the indicator, as a page with `<ConsentIndicator>` does. @default true */
  readonly indicator?: boolean
  readonly call?: Pick<Presence, 'leave'>
  readonly keep?: Keep
  readonly uplink?: SharedUplink
  /** Hears what keeps the client from working. @default nobody does */
  readonly onTrouble?: OnTrouble
  /** Where the device keeps its standing no. @default nowhere: it ends with the client */
  readonly standing?: Keep
  /** Gives this device its receipt, as the consent server does. @default there is none to be had */
  readonly takeHome?: ClientPorts['takeHome']
  /** Who the page believes that its token names. @default it does not know before the authority says it */
  readonly you?: { readonly meeting: string; readonly participant: string }
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
  /** The app's own server. */
  app(): MeetingApp
  /** Lets everything under way arrive. */
  settle(): Promise<void>
  /** Goes on in time, a second at a time so that leases are renewed on the way, and settles. */
  advance(ms: number): Promise<void>
  /** Everything the ledger holds. */
  events(): Promise<readonly MeetingEvent[]>
  /** Kills the authority: links break, nothing is said; `start` opens another on the same ledger. */
  kill(): Promise<void>
  /** With other features it is a deploy: clients that join from then on have them too. */
  start(features?: readonly F[], notices?: NoticeHashes): Promise<void>
}

/**
 * Starts a meeting in memory.
 *
 * @throws AskFirstError where features are missing or break a rule
 */
export async function createMeeting<const F extends FeatureOptions>(
  options: MeetingOptions<F>,
): Promise<Meeting<F>> {
  // Whoever passes nothing hears that features are missing.
  const given = options ?? ({} as MeetingOptions<F>)
  const { ledger = memoryLedger(), name = 'meeting', seed = 1 } = given
  const { hostlessAfterMs, expireAfterMs, enforceWithinMs } = given
  let { features, notices } = given
  const clock = createManualClock()
  const random = createRandom(seed)
  const links = new Set<() => void>()
  /** What the app knows of people by now: the role to mint, whom not to mint for, from when a token counts. */
  const known = new Map<string, { role?: Role; removals: number; mintFrom: number }>()
  const knownOf = (participant: string) => known.get(participant) ?? { removals: 0, mintFrom: 0 }
  let authority: Authority | undefined

  function learn(events: readonly MeetingEvent[]): void {
    for (const event of events) {
      if (event.type !== 'role.changed' && event.type !== 'participant.removed') continue
      const was = knownOf(event.participant)
      const change = event.type === 'role.changed' ? { role: event.role } : { removals: was.removals + 1 }
      known.set(event.participant, { ...was, ...change, mintFrom: event.at + 1 })
    }
  }

  let catalogue = await createCatalogue(features, digest, notices)
  const start = async (): Promise<void> => {
    authority = await openAuthority({
      meeting: name,
      catalogue,
      ledger,
      clock,
      ids: randomIds,
      random,
      hostlessAfterMs,
      expireAfterMs,
      enforceWithinMs,
      onCommit: learn,
      onFault: throwMistake,
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
      onFault: throwMistake,
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
      const { bridge, role = 'attendee', room, place = 'call', indicator = true, transport } = join
      const { kind = bridge === undefined ? 'person' : 'phone' } = join
      const { removals } = knownOf(participant)
      const mint = (): string => {
        const now = knownOf(participant)
        if (now.removals > removals) throw new Error(`${participant} was removed; no token for this device`)
        const identity: Identity = {
          use: 'person',
          meeting: name,
          participant,
          role: now.role ?? role,
          kind,
          name: join.name ?? participant,
          bridge,
          issuedAt: Math.max(clock.now(), now.mintFrom),
        }
        return JSON.stringify(identity)
      }
      const client = createClientOver<F>(
        {
          token: mint,
          features: (join.features ?? features) as readonly F[],
          notices: join.features === undefined ? notices : undefined,
          place: room === undefined ? place : 'out',
          ...(join.call && { call: join.call }),
          uplink: join.uplink,
          onTrouble: join.onTrouble,
          you: join.you,
        },
        {
          transport: transport?.(network) ?? network,
          clock,
          ids: randomIds,
          digest,
          keep: join.keep,
          standing: join.standing,
          ...(join.takeHome && { takeHome: join.takeHome }),
        },
      )
      if (room !== undefined && place !== 'out') client.enter(place, { room })
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
    app: () =>
      createMeetingApp(async (command, actor) => {
        const reply = await (authority?.dispatch(command, actor) ?? UNAVAILABLE)
        await settle()
        return reply
      }),
    events: () => ledger.read(name),
    async kill() {
      // A killed authority says nothing more to anybody and writes nothing more.
      await authority?.close()
      authority = undefined
      for (const close of [...links]) close()
      reception = makeReception()
      await settle()
    },
    async start(now, words) {
      if (now !== undefined) {
        features = now
        notices = words
        catalogue = await createCatalogue(now, digest, words)
      }
      await start()
      await settle()
    },
  }
}
