import { defineFeature, leaveMeOut } from '@askfirst/core'
import type { SentCommand } from '@askfirst/core/authority'
import { connectGate } from '@askfirst/core/gate'
import { describe, expect, it, onTestFinished } from 'vitest'
import { captions, summary } from './features.ts'
import {
  eventually,
  FEATURES,
  joined,
  MEETING,
  noticeOf,
  openClient,
  turnOn,
  useServer,
} from './running-server.ts'

// Who may do what, as a table: each token against each thing there is to do. What is not listed as allowed is refused.

const start = useServer()

const ALL = [
  'host',
  'cohost',
  'attendee',
  'room',
  'phone',
  'agent',
  'recorder',
  'gate',
  'processor',
  'app',
  'keeper',
] as const
type Use = (typeof ALL)[number]

/** Each that there is and that may be sent: one that is missing here is no type of them all. */
const SENT: Readonly<Record<SentCommand['type'], true>> = {
  'feature.enable': true,
  'feature.disable': true,
  'feature.bar': true,
  'feature.allow': true,
  'feature.requestOff': true,
  'notice.show': true,
  'notice.askAgain': true,
  'consent.accept': true,
  'consent.decline': true,
  'consent.withdraw': true,
  'consent.defer': true,
  'participant.join': true,
  'participant.leave': true,
  'participant.remove': true,
  'role.change': true,
  'roster.report': true,
  'enforcement.report': true,
  'indicator.show': true,
  'indicator.hide': true,
  'erasure.request': true,
  'erasure.acknowledge': true,
}

/** What anyone may turn on for themselves, unless hosts bar it. */
const notes = defineFeature({ ...summary, id: 'notes', policy: { ...leaveMeOut, turnOn: 'anyone' } })

/** What somebody may try, and who may; anybody else is told `not-allowed`, or by the code that is named. */
interface Try {
  readonly what: string
  readonly command: (world: World) => { readonly type: string }
  readonly may: readonly Use[]
  /** Told to who may, where there is nothing to do right now. */
  readonly but?: string
  /** Told to who may not, where it is not `not-allowed`. */
  readonly told?: Partial<Record<Use, string>>
}
interface World {
  readonly notice: object
  readonly run: string
  /** Term and epoch of the latest list of a feature. */
  listOf(feature: string): object
}
const feature = 'meeting-summary'
/** Who answers; neither an agent nor a recorder does. */
const PEOPLE = ['host', 'cohost', 'attendee', 'room', 'phone'] as const
const BOTS = ['agent', 'recorder'] as const
const toldToBots = (code: string): Partial<Record<Use, string>> =>
  Object.fromEntries(BOTS.map((use) => [use, code]))
const toAccept = ({ notice, run }: World) => ({
  type: 'consent.accept',
  feature,
  activation: run,
  notice,
  grants: [],
  seen: 0,
  method: 'button',
})

const TRIES: readonly Try[] = [
  {
    what: 'come into the call',
    command: () => ({ type: 'participant.join', place: 'call' }),
    may: [...PEOPLE, ...BOTS],
  },
  {
    what: 'show the indicator',
    command: () => ({ type: 'indicator.show', knows: [] }),
    may: [...PEOPLE, ...BOTS],
  },
  {
    what: 'say yes to what was not shown',
    command: toAccept,
    may: PEOPLE,
    but: 'notice-not-shown',
    told: toldToBots('not-a-person'),
  },
  {
    what: 'say that a notice was shown',
    command: ({ notice, run }) => ({
      type: 'notice.show',
      feature,
      activation: run,
      notice,
      visibleMs: 2_500,
    }),
    may: PEOPLE,
    told: toldToBots('not-a-person'),
  },
  { what: 'say yes', command: toAccept, may: PEOPLE, told: toldToBots('not-a-person') },
  {
    what: 'take a yes back',
    command: () => ({ type: 'consent.withdraw', feature, method: 'button' }),
    may: PEOPLE,
    told: toldToBots('not-a-person'),
  },
  {
    what: 'say no',
    command: () => ({ type: 'consent.decline', feature: 'captions', method: 'button' }),
    may: PEOPLE,
    told: toldToBots('not-a-person'),
  },
  {
    what: 'put an answer off',
    command: ({ run }) => ({ type: 'consent.defer', feature, activation: run }),
    may: PEOPLE,
    told: toldToBots('not-a-person'),
  },
  {
    what: 'ask the hosts to turn it off',
    command: ({ run }) => ({ type: 'feature.requestOff', feature, activation: run, anonymous: false }),
    may: PEOPLE,
    told: toldToBots('not-a-person'),
  },
  {
    what: 'ask again who has not answered',
    command: ({ run }) => ({ type: 'notice.askAgain', feature, activation: run }),
    may: ['host', 'cohost'],
    but: 'too-soon',
  },
  {
    what: 'turn a feature off for everybody',
    command: ({ run }) => ({ type: 'feature.disable', feature, activation: run }),
    may: ['host', 'cohost'],
  },
  {
    what: 'turn a feature on for everybody',
    command: () => ({
      type: 'feature.enable',
      feature: 'captions',
      activation: 'run-2',
      notice: CAPTIONS,
      decision: { answer: 'accept', grants: [], seen: 0 },
      method: 'button',
    }),
    may: ['host', 'cohost'],
    // Under `acceptOrLeave` nobody turns on what they have said no to a moment ago without having seen that no.
    but: 'stale-decision',
  },
  {
    what: 'allow nobody a run of their own',
    command: () => ({ type: 'feature.bar', feature: 'notes' }),
    may: ['host', 'cohost'],
  },
  {
    what: 'allow runs of their own again',
    command: () => ({ type: 'feature.allow', feature: 'notes' }),
    may: ['host', 'cohost'],
  },
  {
    what: 'put somebody out',
    command: () => ({ type: 'participant.remove', participant: 'nobody' }),
    may: ['host', 'cohost', 'app'],
    but: 'unknown-participant',
  },
  {
    what: 'give somebody a role',
    command: () => ({ type: 'role.change', participant: 'nobody', role: 'host' }),
    may: ['host', 'app'],
    but: 'unknown-participant',
  },
  {
    what: 'say who is in the call',
    command: () => ({ type: 'roster.report', participants: [{ participant: 'owner' }] }),
    may: ['app', 'gate'],
  },
  {
    what: 'say what was enforced',
    command: ({ listOf }) => ({
      type: 'enforcement.report',
      feature,
      ...listOf(feature),
      outcome: 'confirmed',
      uncovered: [],
    }),
    may: ['app', 'gate'],
  },
  {
    what: 'say what was enforced of a feature that the token does not name',
    command: ({ listOf }) => ({
      type: 'enforcement.report',
      feature: 'captions',
      ...listOf('captions'),
      outcome: 'confirmed',
      uncovered: [],
    }),
    may: ['app'],
  },
  {
    what: 'ask for erasure',
    command: () => ({ type: 'erasure.request', feature }),
    may: PEOPLE,
    told: toldToBots('nothing-to-erase'),
  },
  {
    what: 'say that it was erased',
    command: () => ({ type: 'erasure.acknowledge', feature, participant: 'owner', request: 1 }),
    may: ['processor'],
    but: 'unknown-duty',
  },
  {
    what: 'say that it was erased of a feature that the token does not name',
    command: () => ({ type: 'erasure.acknowledge', feature: 'captions', participant: 'owner', request: 1 }),
    may: [],
  },
  {
    what: 'hide the indicator',
    command: () => ({ type: 'indicator.hide' }),
    may: [...PEOPLE, ...BOTS],
  },
  { what: 'leave', command: () => ({ type: 'participant.leave' }), may: [...PEOPLE, ...BOTS] },
  {
    what: 'speak as the authority',
    command: () => ({ type: 'participant.lapse', participant: 'owner', connection: 'any', cause: 'closed' }),
    may: [],
    told: Object.fromEntries(ALL.map((use) => [use, 'malformed'])),
  },
]

const CAPTIONS = await noticeOf(captions)

describe('each token against each thing there is to do', () => {
  it('leaves out no command that may be sent', () => {
    const world = { notice: {}, run: 'run-1', listOf: () => ({}) }
    const tried = new Set(TRIES.map(({ command }) => command(world).type))
    // What the authority says itself is tried too, and may not be sent.
    expect([...tried].sort()).toEqual([...Object.keys(SENT), 'participant.lapse'].sort())
  })

  it('does what it may, and nothing else', async () => {
    const world = await open()
    const found: Record<string, Record<string, string>> = {}
    const expected: typeof found = {}
    for (const { but = 'ok', command, may, told, what } of TRIES) {
      const answers = ALL.map(async (use) => [use, await world.tries(use, command(world))] as const)
      found[what] = Object.fromEntries(await Promise.all(answers))
      // A keeper never gets so far as to say anything.
      const refused = (use: Use) => (use === 'keeper' ? 'refused' : (told?.[use] ?? 'not-allowed'))
      expected[what] = Object.fromEntries(ALL.map((use) => [use, may.includes(use) ? but : refused(use)]))
    }
    expect(found).toEqual(expected)
  })

  it('is told what it may read: a person their own view, a worker its features, a keeper nothing', async () => {
    const { socketOf } = await open()
    for (const use of ALL) {
      const socket = await socketOf(use)
      const heard = [...socket.heard('snapshot'), ...socket.heard('gates')]
      const lists = heard.flatMap((message) => (message.lists ?? []) as { feature: string }[])
      const person = [...PEOPLE, ...BOTS].some((one) => one === use)
      expect({
        use,
        lists: lists.map((list) => list.feature),
        view: heard.some(({ view }) => view !== undefined),
      }).toEqual({
        use,
        lists:
          person || use === 'keeper'
            ? []
            : use === 'app'
              ? ['meeting-summary', 'captions', 'notes']
              : ['meeting-summary'],
        view: person,
      })
      if (use === 'keeper') expect(socket.heard('refused')).toMatchObject([{ code: 'token' }])
    }
  })
})

describe('a token of another kind than is needed', () => {
  it('given to a worker is refused in words, and not tried without end', async () => {
    const { mint, url } = await start()
    const token = () => mint('ada', 'host')
    await expect(connectGate({ url, token, features: FEATURES })).rejects.toThrow(
      "This is a person's token, and a worker's is needed here.",
    )
  })

  it('given to a page is refused in words', async () => {
    const { server, url } = await start()
    const client = openClient(url, () =>
      server.mintGateToken({ meeting: MEETING, worker: 'w1', features: FEATURES }),
    )
    onTestFinished(client.dispose)
    await eventually(() => expect(client.store.getState()).toMatchObject({ connection: 'refused' }))
    expect(JSON.stringify(client.store.getState())).toContain(
      "This is a worker's token, and a person's is needed here.",
    )
  })
})

/** A meeting with a run on, and somebody with each kind of token. */
async function open() {
  const { server, person, socket, events } = await start({ features: [...FEATURES, notes] })
  const owner = person('owner', 'host')
  await joined(owner)
  await turnOn(owner)
  const features = [summary]
  const token = (use: Use): Promise<string> => {
    const who = { meeting: MEETING, participant: use, role: 'attendee' } as const
    switch (use) {
      case 'host':
      case 'cohost':
        return server.mintToken({ ...who, role: use })
      case 'attendee':
        return server.mintToken(who)
      case 'room':
      case 'agent':
      case 'recorder':
        return server.mintToken({ ...who, kind: use })
      case 'phone':
        return server.mintToken({ ...who, kind: 'phone', bridge: 'sip-1' })
      case 'gate':
        return server.mintGateToken({ meeting: MEETING, worker: 'w1', features })
      case 'processor':
        return server.mintProcessorToken({ meeting: MEETING, processor: 'Acme AI', features })
      case 'app':
        return server.mintAppToken({ meeting: MEETING })
      case 'keeper':
        return server.mintKeeperToken({ meeting: MEETING, keeper: 'dpo' })
    }
  }
  const sockets = new Map<Use, Awaited<ReturnType<typeof socket>>>()
  async function socketOf(use: Use) {
    const known = sockets.get(use)
    if (known !== undefined) return known
    const made = await socket()
    sockets.set(use, made)
    made.hello(await token(use), { connection: use })
    const first = use === 'keeper' ? ['refused'] : ['snapshot', 'gates']
    await eventually(() => expect(first.flatMap(made.heard)).not.toHaveLength(0))
    return made
  }
  let count = 0
  async function tries(use: Use, command: object): Promise<string> {
    const made = await socketOf(use)
    if (made.heard('refused').length > 0) return 'refused'
    count += 1
    const id = `try-${count}`
    made.command({ id, ...command })
    await eventually(() => expect(made.replyTo(id)).toBeDefined())
    const reply = made.replyTo(id)
    return reply?.ok === true ? 'ok' : (reply?.rejection?.code ?? '')
  }
  const run = (await events()).find(({ type }) => type === 'feature.enabled') as unknown as {
    activation: string
  }
  const app = await socketOf('app')
  const listOf = (id: string) => {
    type List = { feature: string; term: number; epoch: number }
    const lists = app.heard('gates').flatMap((message) => message.lists as List[])
    const { term = 0, epoch = 0 } = lists.findLast((list) => list.feature === id) ?? {}
    return { term, epoch }
  }
  return { tries, socketOf, listOf, notice: await noticeOf(summary), run: run.activation }
}
