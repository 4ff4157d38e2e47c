// biome-ignore lint/style/noRestrictedImports: which dialogs are open is no client's to know
import { useSyncExternalStore } from 'react'

// What comes into the page while a dialog is open has to be out of reach too: what was there is hidden by the dialog.

let open = 0
const listeners = new Set<() => void>()
function change(by: 1 | -1): void {
  open += by
  for (const listener of listeners) listener()
}
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** A dialog is open, until the undo. */
export function openModal(): () => void {
  change(1)
  return () => change(-1)
}

/** Whether one of our dialogs keeps the rest of the page out of reach. */
export const useIsModalOpen = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => open > 0,
    () => false,
  )
