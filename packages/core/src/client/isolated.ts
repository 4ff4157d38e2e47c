import type { StoreApi } from 'zustand/vanilla'

/** The store, with subscribers that cannot stop each other: one that throws must leave no sign as it was. */
export function isolated<State>(store: StoreApi<State>): StoreApi<State> {
  return {
    ...store,
    subscribe: (listener) =>
      store.subscribe((now, before) => {
        try {
          listener(now, before)
        } catch (error) {
          queueMicrotask(() => {
            throw error
          })
        }
      }),
  }
}
