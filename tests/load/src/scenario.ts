import { setTimeout as delay } from 'node:timers/promises'
import { memoryLedger } from '@askfirst/core/authority'
import { connectGate } from '@askfirst/core/gate'
import { createConsentServer } from '@askfirst/server'
import { WebSocket } from 'ws'
import type { ClientAnswers } from '../run-clients.ts'
import type { ServerAnswers } from '../run-server.ts'
import { type Child, startChild } from './child.ts'
import { type Measured, type MeasuredConsent, type Prompting, repeat, toMiddle } from './measured.ts'
import { moment, type Spread, toSpread } from './moment.ts'
import { createPeople, notice, type Person, SECRET, summary } from './subject.ts'

const WITHDRAWALS = 100
/**
 * Hosts of many meetings turn it on within so long, but for the first time, when all do in the same instant. Five
 * hundred in the shorter time are all that one processor of some machines can tell; what is held to a budget is at half
 * of that.
 */
const CALM_SPREAD_MS = 2_000
const CROWDED_SPREAD_MS = 1_000
/** Within so long after everybody else begins to answer, which takes longer, some take theirs back. */
const ANSWER_SPREAD_MS = 300
const QUIET_SPREAD_MS = 3_000

export interface ScenarioOptions {
  readonly meetings: number
  readonly people: number
  /** More of Node's flags for the server, to profile it. */
  readonly serverFlags?: readonly string[]
}

type Server = Child<ServerAnswers>
type Clients = Child<ClientAnswers>

async function measureStep<Result>(server: Server, clients: Clients, act: () => Promise<Result>) {
  await Promise.all([server.ask('begin'), clients.ask('begin')])
  const from = moment()
  const result = await act()
  const tookMs = moment() - from
  const [{ blockMs, cpuMs }, { cpuMs: clientCpuMs, ...wire }] = await Promise.all([
    server.ask('figures'),
    clients.ask('figures'),
  ])
  return { result, step: { blockMs, serverCpuMs: cpuMs, clientCpuMs, ...wire, tookMs } }
}

/** A worker in each meeting: when it heard what. */
async function listen(url: string, people: readonly Person[]) {
  const app = createConsentServer({ features: [summary], ledger: memoryLedger(), keys: { secret: SECRET } })
  const closed = new Map<string, number>()
  const opened = new Map<string, number>()
  const meetings = new Set(people.map(({ meeting }) => meeting))
  const gates = await Promise.all(
    [...meetings].map(async (meeting) => {
      const token = () => app.mintGateToken({ meeting, worker: 'w1', features: [summary] })
      const gate = await connectGate({ url, token, features: [summary] })
      const host = people.find((one) => one.meeting === meeting)?.participant ?? ''
      const ends = [
        gate.onRevoke(({ participant }) => closed.set(participant, moment())),
        gate.onChange(() => {
          if (!opened.has(host) && gate.permits(host, summary.id, 'summarise')) opened.set(host, moment())
        }),
      ]
      return () => {
        for (const end of ends) end()
        gate.close()
      }
    }),
  )
  return {
    closed,
    opened,
    async close() {
      for (const end of gates) end()
      await app.close()
    },
  }
}

/** A wire, measured as the gates are: this process says something and hears of it, as often and as far apart as somebody takes something back. */
async function measureEcho(url: string): Promise<Spread> {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const took: number[] = []
  for (let count = 0; count < WITHDRAWALS; count += 1) {
    const from = moment()
    const heard = new Promise((resolve) => socket.once('message', resolve))
    socket.send('{"type":"echo"}')
    await heard
    took.push(moment() - from)
    await delay((Math.random() * 2 * QUIET_SPREAD_MS) / WITHDRAWALS)
  }
  socket.terminate()
  return toSpread(took)
}

type Withdrawal = Awaited<ReturnType<ClientAnswers['withdraw']>>[number]
interface TakenBack {
  readonly gate: number
  readonly whole: number
  readonly took: number
}
type Prompted = Awaited<ReturnType<ClientAnswers['prompt']>>
/** When the first bytes of somebody after a moment came out of the kernel. */
const arrivedIn = (arrivals: ReadonlyMap<string, number[]>, who: string, after: number): number =>
  arrivals.get(who)?.find((at) => at >= after) ?? Number.NaN

/** So many of another meeting, before anybody counts. */
const EARLIER = 1_000
/** What is compiled when the first thousand come is no room that each of the next ones takes. */
async function comeAndGo(clients: Clients, url: string, isPlain: boolean): Promise<void> {
  const earlier = createPeople(1, EARLIER, 0).map((one) => ({ ...one, meeting: 'earlier', isMarked: false }))
  await clients.ask('prepare', earlier)
  await clients.ask('connect', url, earlier, isPlain)
  if (!isPlain) await clients.ask('join')
  await clients.ask('leave')
  await delay(1_000)
}

/** Ask First, or the plain server, with the same people doing the same. */
async function measure(kind: 'askfirst' | 'plain', options: ScenarioOptions) {
  const { meetings, people: each } = options
  const people = createPeople(meetings, each, Math.min(WITHDRAWALS, Math.floor((meetings * (each - 2)) / 4)))
  const server: Server = startChild('run-server.ts', options.serverFlags)
  const clients: Clients = startChild('run-clients.ts')
  try {
    const isPlain = kind === 'plain'
    const url = await server.ask('start', kind)
    await comeAndGo(clients, url, isPlain)
    await clients.ask('prepare', people)
    const memoryBefore = await server.ask('memory')
    const connect = await measureStep(server, clients, () => clients.ask('connect', url, people, isPlain))
    const idle = async () => {}
    const entry = await measureStep(server, clients, async () => {
      if (!isPlain) await clients.ask('join')
    })
    const memoryAfter = await server.ask('memory')
    const memory = {
      whole: (memoryAfter.whole - memoryBefore.whole) / people.length,
      objects: (memoryAfter.objects - memoryBefore.objects) / people.length,
    }
    const workers = isPlain ? undefined : await listen(url, people)
    /** How long after a host's wish arrived the worker, and the other host, knew. */
    const toFirst = async ({ from, cohost }: Prompted) => {
      const arrivals = new Map(await server.ask('arrivals'))
      const begun = people.filter((one) => one.role === 'host' && one.isMarked)
      const pressed = new Map(from)
      const at = new Map(
        begun.map(({ meeting, participant }) => [
          meeting,
          arrivedIn(arrivals, participant, pressed.get(meeting) ?? Number.NaN),
        ]),
      )
      return {
        worker: begun.map(({ meeting, participant }) => {
          const heard = workers?.opened.get(participant) ?? Number.POSITIVE_INFINITY
          return heard - (at.get(meeting) ?? Number.NaN)
        }),
        host: cohost.map((one) => one.at - (at.get(one.meeting) ?? Number.NaN)),
      }
    }
    await delay(500)
    const first = await measureStep(server, clients, () => clients.ask('prompt', PROMPT, 0))
    await delay(500)
    const promptAll = async (spreadMs: number) => {
      const firsts = { worker: [] as number[], host: [] as number[] }
      const prompts = await repeat(async () => {
        if (!isPlain) {
          await clients.ask('turnOff')
          await delay(500)
        }
        workers?.opened.clear()
        const prompt = await measureStep(server, clients, () => clients.ask('prompt', PROMPT, spreadMs))
        await delay(500)
        const { worker, host } = await toFirst(prompt.result)
        firsts.worker.push(...worker)
        firsts.host.push(...host)
        return prompt
      })
      const middle = toMiddle(prompts, ({ result }) => result.wholeMs)
      const prompting: Prompting = {
        each: toSpread(middle.result.took),
        wholeMs: middle.result.wholeMs,
        blockMs: Math.max(...prompts.map(({ step }) => step.blockMs)),
        worker: toSpread(firsts.worker),
        host: toSpread(firsts.host),
      }
      return { prompting, step: middle.step }
    }
    const calmMs = meetings > 1 ? CALM_SPREAD_MS : 0
    const crowded = meetings > 1 ? await promptAll(CROWDED_SPREAD_MS) : undefined
    const prompt = await promptAll(calmMs)
    const showAll = async () => {
      const step = await measureStep(server, clients, isPlain ? idle : () => clients.ask('show'))
      await delay(1_000)
      return step
    }
    /** What was taken back, and when the worker had closed for it. */
    const taken = { busy: [] as TakenBack[], quiet: [] as TakenBack[] }
    const takeBack = async (when: keyof typeof taken, all: readonly Withdrawal[]) => {
      const arrivals = new Map(await server.ask('arrivals'))
      for (const { participant, at, took } of all) {
        const closedAt = workers?.closed.get(participant) ?? Number.POSITIVE_INFINITY
        taken[when].push({
          gate: closedAt - arrivedIn(arrivals, participant, at),
          whole: closedAt - at,
          took,
        })
      }
    }
    const answerAll = async () => {
      workers?.closed.clear()
      const step = await measureStep(server, clients, () => clients.ask('answer', ANSWER_SPREAD_MS))
      await delay(1_000)
      await takeBack('busy', step.result.withdrawals)
      return step
    }
    const toMiddleAnswer = (all: readonly Awaited<ReturnType<typeof answerAll>>[]) =>
      toMiddle(all, ({ result }) => toSpread(result.took).p99)
    const show = await showAll()
    // Once before it counts, as with the question: of a program that has just begun it is compiled meanwhile.
    const firstAnswer = await answerAll()
    const rows = isPlain ? toMiddleAnswer(await repeat(answerAll)) : undefined
    if (isPlain) {
      await server.ask('keepInLedger')
      await answerAll()
    }
    const answers = await repeat(async () => {
      if (!isPlain) {
        await clients.ask('turnOff')
        await delay(500)
        await clients.ask('prompt', PROMPT, calmMs)
        await showAll()
      }
      return answerAll()
    })
    const answer = toMiddleAnswer(answers)
    const quiet = await measureStep(server, clients, async () =>
      isPlain ? [] : clients.ask('withdraw', QUIET_SPREAD_MS),
    )
    const echo = isPlain ? await measureEcho(url) : undefined
    await delay(100)
    await takeBack('quiet', quiet.result)
    await workers?.close()
    // In meetings where nothing is on, which are open by the second time.
    const joins = await repeat(async () => {
      await clients.ask('leave')
      await delay(1_000)
      const others = people.map((one) => ({ ...one, meeting: `${one.meeting} again`, isMarked: false }))
      await clients.ask('prepare', others)
      return clients.ask('connect', url, others, isPlain)
    })
    const join = toMiddle(joins, ({ wholeMs }) => wholeMs)
    const measured: Measured = {
      join: { each: toSpread(join.took), wholeMs: join.wholeMs },
      firstJoin: { wholeMs: connect.result.wholeMs },
      memory,
      prompt: prompt.prompting,
      firstPrompt: { wholeMs: first.result.wholeMs, blockMs: first.step.blockMs },
      crowdedPrompt: crowded?.prompting,
      answer: {
        each: toSpread(answer.result.took),
        wholeMs: answer.result.wholeMs,
        blockMs: Math.max(...[firstAnswer, ...answers].map(({ step }) => step.blockMs)),
        first: toSpread(firstAnswer.result.took),
      },
      ...(rows !== undefined && { rows: { each: toSpread(rows.result.took) } }),
      steps: {
        connect: connect.step,
        join: entry.step,
        prompt: prompt.step,
        show: show.step,
        answer: answer.step,
        quiet: quiet.step,
      },
    }
    const toWithdraw = (all: readonly TakenBack[]) => ({
      gate: toSpread(all.map(({ gate }) => gate)),
      whole: toSpread(all.map(({ whole }) => whole)),
      acknowledged: toSpread(all.map(({ took }) => took)),
    })
    const consent: MeasuredConsent | undefined = isPlain
      ? undefined
      : {
          ...measured,
          withdraw: { busy: toWithdraw(taken.busy), quiet: toWithdraw(taken.quiet) },
        }
    await clients.ask('leave')
    await server.ask('stop')
    return { measured, consent, echo }
  } finally {
    await Promise.all([server.end(), clients.end()])
  }
}

/** What a person is sent when something is turned on, as the consent server says it. */
const PROMPT = JSON.stringify({
  type: 'update',
  number: 2,
  change: {
    features: {
      [summary.id]: {
        hash: notice.hash,
        phase: 'on',
        activation: { id: 'run-of-meeting-0', revision: 1, by: 'p0', at: 1_795_000_000_000 },
        answer: {
          state: 'asked',
          grants: [],
          decision: 0,
          shown: false,
          told: false,
          captured: false,
          waited: false,
        },
        gates: {
          summarise: { open: false, reason: 'not-asked' },
          improve: { open: false, reason: 'not-asked' },
        },
      },
    },
  },
})

/** What a crowd costs, and what the same crowd costs a plain server, one after the other. */
export async function measureScenario(options: ScenarioOptions) {
  const floor = await measure('plain', options)
  const own = await measure('askfirst', options)
  if (own.consent === undefined || floor.echo === undefined) throw new Error('Nothing was measured.')
  const { meetings, people } = options
  return { meetings, people, own: own.consent, floor: floor.measured, echo: floor.echo }
}
export type Scenario = Awaited<ReturnType<typeof measureScenario>>
