import { maxLineLength } from '../../shared/signalling-messages.ts'
import { createStore, type Store } from './store.ts'

export interface DraftState {
  /** What stands in the field: the lines of `lost`, then what was written since. */
  readonly text: string
  /** What did not arrive and nobody has changed since, in the order in which it was sent. */
  readonly lost: readonly LostLine[]
}
interface LostLine {
  readonly text: string
  readonly number: number
}

/** What somebody writes before it is sent. It is kept with the call: the panel that it is written in may close. */
export interface Draft extends Store<DraftState> {
  write(text: string): void
  /** Sends the text, unless it is empty or longer than the server takes. */
  send(): void
}

const join = (lost: readonly LostLine[], since = '') =>
  [...lost.map(({ text }) => text), since].filter((part) => part !== '').join(' ')

/** Whether the server would drop it without a word. */
export const isTooLong = (text: string) => text.trim().length > maxLineLength

/** @param sendLine tells `false` where a line did not arrive, and `true` where it did, be it after that */
export function createDraft(sendLine: (text: string, tell: (hasArrived: boolean) => void) => void): Draft {
  const store = createStore<DraftState>({ text: '', lost: [] })
  let sent = 0

  const keep = (change: (lost: readonly LostLine[]) => readonly LostLine[]) => {
    const { text, lost } = store.get()
    const since = lost.length > 0 ? text.slice(join(lost).length + 1) : text
    const kept = change(lost)
    store.set({ text: join(kept, since), lost: kept })
  }

  return {
    get: store.get,
    subscribe: store.subscribe,
    write(text) {
      const { lost } = store.get()
      const changed = lost.findIndex((_, at) => !`${text} `.startsWith(`${join(lost.slice(0, at + 1))} `))
      store.set({ text, lost: changed < 0 ? lost : lost.slice(0, changed) })
    },
    send() {
      const text = store.get().text.trim()
      if (text === '' || isTooLong(text)) return
      store.set({ text: '', lost: [] })
      const line = { text, number: sent++ }
      sendLine(text, (hasArrived) => {
        if (!hasArrived) keep((lost) => [...lost, line].sort((a, b) => a.number - b.number))
        else if (store.get().lost.includes(line)) keep((lost) => lost.filter((one) => one !== line))
      })
    },
  }
}
