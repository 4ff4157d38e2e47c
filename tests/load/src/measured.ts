import type { Spread } from './moment.ts'

/** What one step cost: the server, the clients, and the wire. */
export interface Step {
  readonly blockMs: number
  readonly serverCpuMs: number
  readonly clientCpuMs: number
  readonly messages: number
  readonly bytes: number
  readonly tookMs: number
}
/** What it took until everybody had been told, the one in the middle of several times. */
export interface Prompting {
  readonly each: Spread
  readonly wholeMs: number
  /** The longest of all times. */
  readonly blockMs: number
  /** From the arrival of a host's wish until the worker, or the other host, knew. */
  readonly worker: Spread
  readonly host: Spread
}
/** What was measured of one server. */
export interface Measured {
  /** Per person: until let in. */
  readonly join: { readonly each: Spread; readonly wholeMs: number }
  /** Of the first of them, while it is compiled. */
  readonly firstJoin: { readonly wholeMs: number }
  /** Of each, as the process grew by them. */
  readonly memory: { readonly whole: number; readonly objects: number }
  readonly prompt: Prompting
  /** Of the first one, before anything is compiled, in all meetings in the same instant. */
  readonly firstPrompt: { readonly wholeMs: number; readonly blockMs: number }
  /** With as many hosts a second as one processor can tell; there is none where there is one meeting. */
  readonly crowdedPrompt: Prompting | undefined
  readonly answer: {
    readonly each: Spread
    readonly wholeMs: number
    /** The longest of all times, the first too: noes of all of them are measured. */
    readonly blockMs: number
    /** Of the first time that everybody answers, before that is compiled. */
    readonly first: Spread
  }
  /** The same at the plain server, where each is a row of text and nothing else. */
  readonly rows?: { readonly each: Spread }
  readonly steps: Readonly<Record<'connect' | 'join' | 'prompt' | 'show' | 'answer' | 'quiet', Step>>
}
export interface MeasuredConsent extends Measured {
  readonly withdraw: Readonly<
    Record<'busy' | 'quiet', { readonly gate: Spread; readonly whole: Spread; readonly acknowledged: Spread }>
  >
}

/** So often it is measured, and the one in the middle counts: what a machine does beside it comes and goes. */
const TIMES = 5
/** What happened so often, one after the other. */
export async function repeat<Result>(act: () => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = []
  while (results.length < TIMES) results.push(await act())
  return results
}
export function toMiddle<Result>(results: readonly Result[], by: (result: Result) => number): Result {
  const middle = results.toSorted((one, other) => by(one) - by(other))[results.length >> 1]
  if (middle === undefined) throw new Error('Nothing was measured.')
  return middle
}
