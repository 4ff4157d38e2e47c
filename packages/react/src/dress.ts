// takes: an element of style · gives: its page in these styles, whatever its policy says of inline ones
// never: styles twice

/**
 * Puts on as an object what an element of style says, where a policy such as `default-src 'self'` has refused it: of
 * objects no policy speaks. @returns what takes them off
 */
export function dressRefused(style: HTMLStyleElement): (() => void) | undefined {
  const root = style.getRootNode() as Document | ShadowRoot
  if (!style.isConnected || style.sheet !== null) return undefined
  // Of the window that it is for: one of another window is refused.
  const { CSSStyleSheet } = style.ownerDocument.defaultView as Window & typeof globalThis
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(style.textContent)
  root.adoptedStyleSheets.push(sheet)
  return () => {
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((one) => one !== sheet)
  }
}
