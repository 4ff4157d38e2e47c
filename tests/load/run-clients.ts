import { setTimeout as delay } from 'node:timers/promises'
import { memoryLedger } from '@askfirst/core/authority'
import { createConsentServer } from '@askfirst/server'
import { answerParent } from './src/child.ts'
import { createLine, heard, type Line, renewAll } from './src/line.ts'
import { cpuMs, moment } from './src/moment.ts'
import { notice, type Person, SECRET, summary } from './src/subject.ts'

// Everybody in the call, in a process of their own, so that what they cost is not the server's.

const AT_ONCE = 100
const PROMPT_WITHIN_MS = 30_000
const ANSWER_WITHIN_MS = 120_000
const pressed = { method: 'button', visibleMs: 2_000 } as const

let lines: readonly Line[] = []
let isPlain = false
let stopRenewing: (() => void) | undefined
let cpuFrom = 0
let tokens: readonly string[] = []
/** How many runs there have been in each meeting. */
let runs = 0
const activationOf = (meeting: string): string => `run-${runs}-of-${meeting}`
const hosts = (): readonly Line[] =>
  lines.filter(({ person }, at) => lines[at - 1]?.person.meeting !== person.meeting)

/** Within so long, or it is not going to happen. */
async function within<Result>(ms: number, what: string, work: Promise<Result>): Promise<Result> {
  const late = new AbortController()
  const tooLate = delay(ms, undefined, { signal: late.signal }).then(() => {
    throw new Error(`${what} was not over after ${ms} ms`)
  })
  tooLate.catch(() => {})
  try {
    return await Promise.race([work, tooLate])
  } finally {
    late.abort()
  }
}
const each = (some: readonly Line[], act: (line: Line) => Promise<number>): Promise<number[]> =>
  within(ANSWER_WITHIN_MS, 'Answering everybody', Promise.all(some.map(act)))
/** One after another, a number of them at a time. */
async function inTurns(some: readonly Line[], act: (line: Line) => Promise<number>): Promise<number[]> {
  const took: number[] = []
  const queue = some.values()
  const take = async (): Promise<void> => {
    for (const line of queue) took.push(await act(line))
  }
  await within(ANSWER_WITHIN_MS, 'Letting everybody in', Promise.all(Array.from({ length: AT_ONCE }, take)))
  return took
}
/** How often somebody has decided so far; a yes names it. */
const decisions = new Map<string, number>()
function countDecision({ participant }: Person): number {
  const before = decisions.get(participant) ?? 0
  decisions.set(participant, before + 1)
  return before
}
const accept = ({ person, command }: Line): Promise<number> =>
  command({
    ...pressed,
    type: 'consent.accept',
    feature: summary.id,
    activation: activationOf(person.meeting),
    notice,
    grants: [],
    seen: countDecision(person),
  })
/** Takes back at a moment of its own, and says when that was. */
async function takeBack({ person, command }: Line, spreadMs: number) {
  await delay(Math.random() * spreadMs)
  const at = moment()
  countDecision(person)
  const took = await command({ ...pressed, type: 'consent.withdraw', feature: summary.id })
  return { participant: person.participant, at, took }
}
const withdrawAll = (when: 'busy' | 'quiet', spreadMs: number) =>
  Promise.all(lines.filter(({ person }) => person.leaves === when).map((line) => takeBack(line, spreadMs)))

const answers = {
  /** Tokens are the app's to mint, so they are there before anybody connects. */
  async prepare(people: readonly Person[]): Promise<void> {
    const app = createConsentServer({ features: [summary], ledger: memoryLedger(), keys: { secret: SECRET } })
    tokens = await Promise.all(
      people.map(({ meeting, participant, role }) => app.mintToken({ meeting, participant, role })),
    )
    await app.close()
  },
  async connect(url: string, people: readonly Person[], plain: boolean) {
    isPlain = plain
    lines = people.map((person, at) => createLine(url, person, tokens[at] ?? ''))
    // From the beginning: letting all of them in may take longer than a lease.
    stopRenewing = renewAll(lines)
    const from = moment()
    const took = await inTurns(lines, (line) => line.enter())
    return { took, wholeMs: moment() - from }
  },
  /** Everybody is in the call, with the indicator before them. */
  join: () =>
    inTurns(lines, async ({ command }) => {
      const joined = await command({ type: 'participant.join', place: 'call' })
      return joined + (await command({ type: 'indicator.show', knows: [notice.hash] }))
    }),
  /**
   * One host of each meeting turns it on, anew each time, and everybody hears of it; a plain server sends them `text`.
   * Each at a moment of their own within so long, or all in the same instant.
   */
  async prompt(text: string, spreadMs: number) {
    runs += 1
    for (const line of lines) line.promptedAt = undefined
    const from = new Map<string, number>()
    const press = ({ person, command, say }: Line): void => {
      const { meeting } = person
      from.set(meeting, moment())
      if (isPlain) say({ type: 'broadcast', text })
      else {
        void command({
          ...pressed,
          type: 'feature.enable',
          feature: summary.id,
          activation: activationOf(meeting),
          notice,
          decision: { answer: 'accept', grants: [], seen: runs - 1 },
        })
      }
    }
    await Promise.all(
      hosts().map(async (host) => {
        if (spreadMs > 0) await delay(Math.random() * spreadMs)
        press(host)
      }),
    )
    const until = moment() + PROMPT_WITHIN_MS
    while (lines.some(({ promptedAt }) => promptedAt === undefined)) {
      if (moment() > until) throw new Error('Not everybody has heard of it.')
      await delay(20)
    }
    const times = lines.map(({ person, promptedAt = Number.NaN }) => ({
      ...person,
      at: promptedAt,
      took: promptedAt - (from.get(person.meeting) ?? Number.NaN),
    }))
    return {
      took: times.map(({ took }) => took),
      from: [...from],
      cohost: times.filter(({ role, isMarked }) => role === 'host' && !isMarked),
      wholeMs: Math.max(...times.map(({ took }) => took)),
    }
  },
  /** And off again. */
  async turnOff(): Promise<void> {
    await each(hosts(), ({ person, command }) =>
      command({ type: 'feature.disable', feature: summary.id, activation: activationOf(person.meeting) }),
    )
  },
  /** Everybody has had the question before them; those who will take it back say yes. */
  async show(): Promise<void> {
    const guests = lines.filter(({ person }) => person.role !== 'host')
    await inTurns(guests, ({ person, command }) =>
      command({
        type: 'notice.show',
        feature: summary.id,
        activation: activationOf(person.meeting),
        notice,
        visibleMs: 2_000,
      }),
    )
    await each(
      guests.filter(({ person }) => person.leaves !== undefined),
      accept,
    )
  },
  /** Everybody else says yes at once, while some take theirs back: those count who do before the last has an answer. */
  async answer(spreadMs: number) {
    const guests = lines.filter(({ person }) => person.role !== 'host' && person.leaves === undefined)
    const from = moment()
    const withdrawals = isPlain ? Promise.resolve([]) : withdrawAll('busy', spreadMs)
    const took = await each(guests, accept)
    const wholeMs = moment() - from
    return { took, wholeMs, withdrawals: (await withdrawals).filter(({ at }) => at < from + wholeMs) }
  },
  withdraw: (spreadMs: number) => withdrawAll('quiet', spreadMs),
  begin(): void {
    cpuFrom = cpuMs()
    heard.messages = 0
    heard.bytes = 0
  },
  figures: () => ({ ...heard, cpuMs: cpuMs() - cpuFrom }),
  leave(): void {
    stopRenewing?.()
    for (const line of lines) line.end()
    lines = []
  },
}
export type ClientAnswers = typeof answers
answerParent(answers)
