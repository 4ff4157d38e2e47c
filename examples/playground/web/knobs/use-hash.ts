import { useSyncExternalStore } from 'react'

const subscribe = (onChange: () => void): (() => void) => {
  addEventListener('hashchange', onChange)
  return () => removeEventListener('hashchange', onChange)
}

/** What stands after the # of the address: where everything that is set is kept. */
export const useHash = (): string => useSyncExternalStore(subscribe, () => location.hash)
