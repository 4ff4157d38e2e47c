import type { StoreApi } from 'zustand/vanilla'
import { isolate } from '../isolate.ts'

// takes: a store · gives: the same, with subscribers that cannot stop each other
// never: leaves a sign as it was because something else threw

/** One that throws is reported, and the others hear. */
export function isolated<State>(store: StoreApi<State>): StoreApi<State> {
  return {
    ...store,
    subscribe: (listener) => store.subscribe((now, before) => isolate(() => listener(now, before))),
  }
}
