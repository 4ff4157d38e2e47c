// The page may be another window's, and a part may stand in a shadow root: `document` is neither.

/** The shadow root that the element stands in, else its document. */
export const rootOf = (element: Element): Document | ShadowRoot =>
  element.getRootNode() as Document | ShadowRoot

/** What has focus, as deep as can be seen from where the element stands. */
export function focusedNear(element: Element): HTMLElement | null {
  let focused = rootOf(element).activeElement ?? element.ownerDocument.activeElement
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement
  return focused as HTMLElement | null
}

/** Whether the element stands inside the outer one, through shadow roots too. */
export function holds(outer: Element, element: Element): boolean {
  if (outer.contains(element)) return true
  const { host } = element.getRootNode() as ShadowRoot
  return host !== undefined && holds(outer, host)
}

/** Whether what has focus stands in it, be it inside an element of the app's with a shadow root of its own. */
export function holdsFocus(element: Element): boolean {
  const focused = focusedNear(element)
  return focused !== null && holds(element, focused)
}

/** Whether it is drawn at all: no style hides it. */
export const isDrawn = (element: Element): boolean =>
  element.checkVisibility?.({ visibilityProperty: true, opacityProperty: true }) !== false

/**
 * Hears what happens in the document of the element, until it is undone. In its shadow root too: focus that moves
 * inside of one is not told outside, nor what was pressed inside of a closed one.
 */
export function listen<Type extends keyof DocumentEventMap>(
  element: Element,
  type: Type,
  listener: (event: DocumentEventMap[Type]) => void,
): () => void {
  const roots: EventTarget[] = [...new Set([element.ownerDocument, rootOf(element)])]
  const heard = listener as EventListener
  for (const root of roots) root.addEventListener(type, heard, true)
  return () => {
    for (const root of roots) root.removeEventListener(type, heard, true)
  }
}
