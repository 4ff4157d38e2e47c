import type { Admission } from './rooms-api.ts'

/** Where this tab is with its admission; a reload goes back there. */
export type Place = 'lobby' | 'call' | 'left'

export interface TabIdentity {
  readonly admission: Admission
  readonly place: Place
}

const key = (room: string) => `call:${room}`
const tabKey = 'call:tab'

/**
 * Makes sure that no other tab is this one. A duplicated tab starts with a copy of the session storage, token
 * included: it finds its lock held by the tab it was copied from, forgets who that was, and is somebody new.
 */
export async function claimTab(): Promise<'mine' | 'duplicate'> {
  const known = sessionStorage.getItem(tabKey)
  if (known && (await holds(known))) return 'mine'
  sessionStorage.clear()
  const fresh = crypto.randomUUID()
  sessionStorage.setItem(tabKey, fresh)
  await holds(fresh)
  return known ? 'duplicate' : 'mine'
}

/** Takes the lock for as long as the page lives. The page that reloads into this one may still hold it briefly. */
function holds(tab: string): Promise<boolean> {
  return new Promise((resolve) => {
    navigator.locks
      .request(`call:tab:${tab}`, { signal: AbortSignal.timeout(700) }, () => {
        resolve(true)
        return new Promise(() => {})
      })
      .catch(() => resolve(false))
  })
}

export function loadIdentity(room: string): TabIdentity | undefined {
  try {
    const stored = sessionStorage.getItem(key(room))
    return stored ? (JSON.parse(stored) as TabIdentity) : undefined
  } catch {
    return undefined
  }
}

export function saveIdentity(identity: TabIdentity): void {
  sessionStorage.setItem(key(identity.admission.room), JSON.stringify(identity))
}
