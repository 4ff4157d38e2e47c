import type { Keep } from '@askfirst/core'

/** A store of the browser's that outlives a page, and that tabs share. */
export function mapKeep(...texts: string[]) {
  const kept = new Map(texts.map((text, at) => [`strange-${at}`, text]))
  const tabs = new Set<() => void>()
  let isBroken = false
  const guard = (): void => {
    if (isBroken) throw new Error('the store is broken')
  }
  /** As one tab has it: it hears of the others' changes, and not of its own. */
  const tab = (): Keep => {
    let hear: (() => void) | undefined
    const changed = (): void => {
      for (const other of tabs) if (other !== hear) other()
    }
    return {
      load() {
        guard()
        return [...kept.values()]
      },
      save(id, text) {
        guard()
        kept.set(id, text)
        changed()
      },
      remove(id) {
        guard()
        if (kept.delete(id)) changed()
      },
      onChange(listener) {
        hear = listener
        tabs.add(listener)
        return () => tabs.delete(listener)
      },
    }
  }
  return {
    ...tab(),
    kept,
    tab,
    breaks() {
      isBroken = true
      return () => {
        isBroken = false
      }
    },
    /** Something changes that no tab asked for. */
    stir() {
      for (const hear of tabs) hear()
    },
  }
}
