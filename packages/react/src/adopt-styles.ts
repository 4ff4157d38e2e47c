// takes: an element of style · gives: its document or shadow root with the same adopted, where a policy has refused it
// never: styles twice

/**
 * Adopts what an element of style says, where a policy such as `default-src 'self'` has refused it: of constructed style
 * sheets no policy speaks.
 *
 * @returns what takes it back; undefined where nothing was refused
 */
export function adoptRefused(style: HTMLStyleElement): (() => void) | undefined {
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
