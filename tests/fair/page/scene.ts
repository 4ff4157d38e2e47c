import { type ConsentClient, type FeatureOptions, type Policy, sharedUplink } from '@askfirst/core'
import { memoryLedger } from '@askfirst/core/authority'
import {
  createMeeting,
  type FailingLedger,
  failingLedger,
  type JoinOptions,
  type Meeting,
} from '@askfirst/testing'
import { declare, declareSecond, FEATURE, type PolicyName, policies, SECOND } from './declared.ts'

// One meeting in memory, as one person of it sees it.

/** What has been done by the time somebody looks. */
export type State = keyof typeof deeds

const LANG = { visibleMs: 2_000, lang: 'en' }
/** A clock that runs ahead goes in smaller steps. */
const toEveryMs = (pace: number): number => (pace > 1 ? 100 : 250)
/** So many that a tally by names is a list to be scrolled. */
const CROWD = 60
const ANSWER_WITHIN_MS = 60_000

export type Scene = Awaited<ReturnType<typeof openScene>>

export interface SceneOptions {
  readonly policy: PolicyName
  readonly state: State
  /** A guest: somebody without an account, whose name is of this one call. */
  readonly as: 'attendee' | 'cohost' | 'guest'
  readonly place: 'call' | 'lobby'
  /** How many times faster than the machine's its clock runs. */
  readonly pace: number
  /** What hosts are told. @default as the policy says */
  readonly disclosure?: Policy['disclosure'] | undefined
}

/** What there is to do something with. */
interface World {
  readonly ana: ConsentClient<FeatureOptions>
  readonly client: ConsentClient<FeatureOptions>
  readonly meeting: Meeting<FeatureOptions>
  readonly ledger: FailingLedger
  readonly rest: readonly ConsentClient<FeatureOptions>[]
  /** Ana turns it on, anew where it is on. */
  ask(): Promise<void>
  /** These are in the call as well. */
  report(...more: Parameters<ReturnType<Meeting<FeatureOptions>['app']>['reportRoster']>[0]): Promise<void>
}
const SCRIBE = { participant: 'Scribe', kind: 'agent' } as const
const CAMERA = { participant: 'Hall camera', kind: 'recorder' } as const

const includes = async ({ client }: World): Promise<void> => {
  await client.show(FEATURE, LANG)
  await client.accept(FEATURE)
}
/** Included, with a sign to be seen: so that something was captured. */
const captures = async (world: World): Promise<void> => {
  world.client.attachIndicator()
  await includes(world)
  await world.meeting.settle()
}
const erases = async (world: World): Promise<void> => {
  await captures(world)
  await world.client.withdraw(FEATURE)
  await world.client.erase(FEATURE)
}

/** What Ben, or fate, does once he was asked; or before it, where nothing is on. */
const deeds = {
  before: async () => {},
  /** Nothing is stored from here on, so that nothing can be turned on. */
  'before, failing': async ({ ledger }: World) => void ledger.fail(),
  asked: async () => {},
  // What the page or the meeting is made of is another: see below.
  outdated: async () => {},
  unknown: async () => {},
  crowd: async () => {},
  included: includes,
  'left-out': async ({ client }: World) => void (await client.decline(FEATURE)),
  async told({ client, ask, meeting }: World) {
    await client.decline(FEATURE)
    await meeting.settle()
    await ask()
  },
  'put-off': async ({ client }: World) => void (await client.defer(FEATURE)),
  'cut-off': ({ meeting }: World) => meeting.kill(),
  async 'given-up'({ meeting }: World) {
    await meeting.kill()
    await meeting.advance(21_000)
  },
  async two({ ana, meeting }: World) {
    await meeting.advance(1_000)
    await ana.enable(SECOND, { answer: 'accept' })
  },
  /** Nothing is stored from here on, and nothing refused: that it was shown and a yes are on their way. */
  stalled: async ({ ledger }: World) => void ledger.stall(),
  async 'shown, stalled'({ client, ledger }: World) {
    await client.show(FEATURE, LANG)
    ledger.stall()
  },
  async 'yes, stalled'({ client, ledger }: World) {
    await client.show(FEATURE, LANG)
    ledger.stall()
    void client.accept(FEATURE)
  },
  async 'shown, failing'({ client, ledger }: World) {
    await client.show(FEATURE, LANG)
    ledger.fail()
  },
  ending: ({ meeting }: World) => meeting.advance(ANSWER_WITHIN_MS / 2 + 1_000),
  async 'no, unconfirmed'(world: World) {
    await captures(world)
    await world.meeting.kill()
    void world.client.withdraw(FEATURE)
    await world.meeting.advance(2_000)
  },
  async 'taken back'(world: World) {
    await captures(world)
    await world.client.withdraw(FEATURE)
  },
  'erasure asked': erases,
  // Who comes has not agreed.
  async paused(world: World) {
    await captures(world)
    await world.report('Zed')
  },
  others: ({ report }: World) => report('Zed', SCRIBE, CAMERA),
  async 'included, others'(world: World) {
    await includes(world)
    await world.report('Zed', SCRIBE, CAMERA)
  },
  async 'late, failing'({ ledger, meeting }: World) {
    await meeting.advance(31_000)
    ledger.fail()
  },
  async requests({ rest, meeting }: World) {
    await rest[0]?.requestOff(FEATURE, { anonymous: false })
    void rest[1]?.requestOff(FEATURE)
    await meeting.advance(32_000)
  },
  // What the person is, has said or has to take is another, or whose run it is: see below.
  'own run': async () => {},
  'always no': async () => {},
  room: async () => {},
  'nothing to take': includes,
  async erased(world: World) {
    const processor = await world.meeting.worker({ processor: 'Acme AI' })
    processor.onErase((duty) => processor.acknowledgeErasure(duty))
    await erases(world)
  },
} satisfies Record<string, (world: World) => Promise<void>>
const isBefore = (state: State): boolean => state === 'before' || state === 'before, failing'

/** What the policy is made into where the scene is about it. */
function toPolicy({ policy, state, disclosure }: SceneOptions): Policy {
  const { decline, ...rest } = policies[policy]
  const then = decline === 'exclude' ? 'exclude' : 'leave'
  return {
    ...rest,
    decline,
    ...(disclosure && { disclosure }),
    ...(state === 'own run' && { turnOn: 'anyone' as const }),
    ...(state === 'ending' && { unanswered: { afterMs: ANSWER_WITHIN_MS, then } }),
  }
}

/** What a consent server gives, in the language that it is asked for: here it is only looked at, and never read. */
const SAID: Readonly<Record<string, readonly [says: string, open: string]>> = {
  en: ['This link is yours alone, so keep it.', 'Open it'],
  'en-XA': ['⟦Ţĥîš ļîñķ îš ýöûŕš åļöñé, šö ķééþ îţ ~~~~ ~~~~⟧', '⟦Öþéñ îţ ~~~⟧'],
  ar: ['هذا الرابط لك وحدك، فاحتفظ به.', 'افتحه'],
}
const takeHome: JoinOptions['takeHome'] = async (what, _, lang) => {
  const [says, open] = SAID[lang] ?? ['', '']
  const home = {
    receipt: { ok: true, receipt: { v: 1 }, page: '<!doctype html><title>Yours</title>' },
    link: { ok: true, url: 'about:blank', lang, says, open },
  }
  return home[what] as never
}

/** Ana hosts, Ben looks; as a host where the scene is about one. The clock of the meeting runs at its own pace. */
export async function openScene(options: SceneOptions) {
  const { state, as, place, pace } = options
  const own = as === 'guest' ? 'guest-1' : 'Ben'
  const policy = toPolicy(options)
  const second = state === 'two' ? [declareSecond(policy)] : []
  const ledger = failingLedger(memoryLedger())
  const meeting = await createMeeting<FeatureOptions>({ features: [declare(policy), ...second], ledger })
  const ana = await meeting.join('Ana', { role: 'host' })
  const others = await Promise.all(['Cleo', 'Dora', 'Ed', 'Fay', 'Gus'].map((one) => meeting.join(one)))
  const crowd = state === 'crowd' ? Array.from({ length: CROWD }, (_, at) => `Cleo ${at + 2}`) : []
  await Promise.all(crowd.map((one) => meeting.join(one)))
  const client = await meeting.join(own, {
    role: as === 'cohost' ? 'cohost' : 'attendee',
    place,
    indicator: false,
    uplink: sharedUplink({ mute: () => () => {} }),
    ...(state !== 'nothing to take' && { takeHome }),
    ...(state === 'room' && { kind: 'room' as const }),
    // A page of before a deploy: it declares another, or what nobody turns on.
    ...(state === 'outdated' && { features: [declare(policy, 90)] }),
    ...(state === 'unknown' && { features: [declareSecond(policy)] }),
  })
  const app = meeting.app()
  const report: World['report'] = async (...more) => {
    await app.reportRoster(['Ana', own, 'Cleo', 'Dora', 'Ed', 'Fay', 'Gus', ...crowd, ...more])
    await meeting.settle()
  }
  await report()
  const worker = await meeting.worker()
  const everyMs = toEveryMs(pace)
  const goesOn = pace > 0 ? setInterval(() => void meeting.advance(pace * everyMs), everyMs) : undefined

  const run = state === 'own run' ? `${FEATURE}@Ana` : FEATURE
  const settled = (): Promise<void> => meeting.settle()
  async function turnOn(): Promise<void> {
    await ana.enable(FEATURE, { answer: 'accept' })
    await settled()
    for (const one of others) {
      await one.show(run, LANG)
      await one.accept(run)
    }
    await settled()
  }
  const ask = async (): Promise<void> => {
    const phase = ana.store.getState().view?.features[FEATURE]?.phase
    if (phase !== undefined && phase !== 'off') {
      await ana.disable(FEATURE)
      await settled()
    }
    await turnOn()
  }
  if (state === 'always no') client.setStandingNo('on')
  if (!isBefore(state)) await ask()
  await deeds[state]({ ana, client, meeting, ledger, rest: others, ask, report })
  await settled()
  return {
    client: client as unknown as ConsentClient<FeatureOptions>,
    ask,
    /** Nothing goes on in it. */
    close() {
      clearInterval(goesOn)
      for (const one of [ana, client, ...others]) one.dispose()
    },
    async state() {
      const answers = (await meeting.events())
        .filter((event) => 'participant' in event && event.participant === own)
        .map(({ type }) => type)
        .filter((type) => /^consent\.(accepted|declined|withdrawn)$|^participant\.left$/.test(type))
      const last = answers.at(-1)
      return {
        answer: last === undefined ? 'none' : last === 'consent.accepted' ? 'accepted' : 'refused',
        captured: worker.permits(own, FEATURE, 'summarise'),
      } as const
    },
  }
}
