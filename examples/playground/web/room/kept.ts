import type { Keep } from '@askfirst/core'

/** What a device keeps over a reload of its page, for as long as the playground is open. */
export function kept(): Keep {
  const texts = new Map<string, string>()
  return {
    load: () => [...texts.values()],
    save: (id, text) => void texts.set(id, text),
    remove: (id) => void texts.delete(id),
  }
}
