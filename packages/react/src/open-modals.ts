// biome-ignore lint/style/noRestrictedImports: which dialogs are open is no client's to know
import { useSyncExternalStore } from 'react'

// What comes into the page while a dialog is open has to be out of reach too: what was there is hidden by the dialog.

const open = new Set<Element>()
const listeners = new Set<() => void>()
function tell(): void {
  for (const listener of listeners) listener()
}
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The dialog is open, until the undo. */
export function openModal(dialog: Element): () => void {
  open.add(dialog)
  tell()
  return () => {
    open.delete(dialog)
    tell()
  }
}

/** Whether one of our dialogs keeps the rest of the element's document out of reach; of any, before there is an element. */
export const useIsModalOpen = (near: Element | null): boolean =>
  useSyncExternalStore(
    subscribe,
    () => [...open].some(({ ownerDocument }) => near === null || near.ownerDocument === ownerDocument),
    () => false,
  )
