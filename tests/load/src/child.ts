import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** A program of this folder in a process of its own, which is asked by name and answers. */
export interface Child<Answers> {
  ask<Name extends keyof Answers>(
    name: Name,
    ...args: Answers[Name] extends (...args: infer Args) => unknown ? Args : never
  ): Promise<Answers[Name] extends (...args: never) => infer Result ? Awaited<Result> : never>
  end(): Promise<void>
}

interface Question {
  readonly number: number
  readonly name: string
  readonly args: readonly unknown[]
}
interface Answer {
  readonly number: number
  readonly result?: unknown
  readonly error?: string
}

/** Ends with this process at the latest, however that one ends: its channel is closed then. */
export function startChild<Answers>(program: string, flags: readonly string[] = []): Child<Answers> {
  const child = fork(join(import.meta.dirname, '..', program), {
    execArgv: ['--conditions=askfirst-source', '--expose-gc', ...flags],
  })
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>()
  let asked = 0
  child.on('message', ({ number, result, error }: Answer) => {
    const who = waiting.get(number)
    waiting.delete(number)
    if (error === undefined) who?.resolve(result)
    else who?.reject(new Error(`${program}: ${error}`))
  })
  child.on('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${program} ended with ${code}`))
    waiting.clear()
  })
  return {
    ask: (name, ...args) => {
      asked += 1
      const number = asked
      return new Promise((resolve, reject) => {
        waiting.set(number, { resolve: resolve as (result: unknown) => void, reject })
        child.send({ number, name: String(name), args } satisfies Question)
      })
    },
    async end() {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

/** The other side: answers until whoever asks is gone. */
export function answerParent(answers: object): void {
  process.on('message', async ({ number, name, args }: Question) => {
    try {
      const answer = (answers as Record<string, (...args: readonly unknown[]) => unknown>)[name]
      process.send?.({ number, result: await answer?.(...args) } satisfies Answer)
    } catch (error) {
      process.send?.({ number, error: String(error) } satisfies Answer)
    }
  })
  process.on('disconnect', () => process.exit(0))
}
