import type { Gate } from './gate.ts'

// takes: a live stream, and who and what each of its elements is · gives: those that arrived while their gate was open
// never: what was said before the yes, during a no, or before a no that was taken back since

/** Who and what an element is. */
type GateOf = readonly [participant: string, feature: string, ask: string]

interface Admitted<Element> {
  readonly element: Element
  readonly of: GateOf
}

/**
 * Reads the stream as fast as it comes, whatever the consumer does: an element that waited at the source for a busy
 * consumer would be judged by a gate that opened after it was said.
 */
export function filterBy<Element>(
  gate: Pick<Gate, 'permits' | 'onRevoke'>,
  stream: AsyncIterable<Element>,
  toOf: (element: Element) => GateOf,
  limit: number,
): AsyncGenerator<Element> {
  let admitted: Admitted<Element>[] = []
  let state = 'reading' as 'reading' | 'ended' | 'stopped'
  let wake = (): void => {}
  let stop = (): void => {}

  async function* pass(): AsyncGenerator<Element> {
    const source = stream[Symbol.asyncIterator]()
    const undo = gate.onRevoke(({ participant, feature, ask }) => {
      admitted = admitted.filter(({ of }) => of[0] !== participant || of[1] !== feature || of[2] !== ask)
    })
    stop = () => {
      if (state === 'stopped') return
      undo()
      // Not waited for: a generator ends with its next element, and there may be none for long.
      const isOpen = state === 'reading'
      state = 'stopped'
      wake()
      // Nor is anybody left to be told that it could not be closed.
      if (isOpen) new Promise((done) => done(source.return?.())).catch(() => {})
    }
    const read = async (): Promise<void> => {
      for await (const element of { [Symbol.asyncIterator]: () => source }) {
        if (state === 'stopped') return
        const of = toOf(element)
        if (!gate.permits(...of)) continue
        if (admitted.length >= limit) admitted.shift()
        admitted.push({ element, of })
        wake()
      }
    }
    const reading = read().finally(() => {
      if (state === 'reading') state = 'ended'
      wake()
    })
    // Thrown once everything before it was taken, and not where nobody takes it any more.
    reading.catch(() => {})

    try {
      while (state !== 'stopped') {
        const next = admitted.shift()
        // Its lease may be over, with no timer run yet.
        if (next !== undefined && gate.permits(...next.of)) yield next.element
        if (next !== undefined) continue
        if (state === 'ended') return await reading
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    } finally {
      stop()
    }
  }

  const elements = pass()
  const end = elements.return.bind(elements)
  const fail = elements.throw.bind(elements)
  // A generator that waits hears of neither before its next element: until somebody who may be heard speaks.
  elements.return = (value) => {
    stop()
    return end(value)
  }
  elements.throw = (error) => {
    stop()
    return fail(error)
  }
  return elements
}
