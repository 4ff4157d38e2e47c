// takes: a document or a shadow root, and styles · gives: the same in these styles
// never: an element of style, which a page under `default-src 'self'` may not have

/** Puts styles on as an object, which no policy of the page is about. @returns what takes them off */
export function dress(root: Document | ShadowRoot, styles: string): () => void {
  const view = (root.ownerDocument ?? root).defaultView
  // What lays nothing out, as jsdom, has no such sheets either.
  if (view === null || root.adoptedStyleSheets === undefined) return () => {}
  // Of the window that it is for: one of another window is refused.
  const sheet = new (view as Window & typeof globalThis).CSSStyleSheet()
  sheet.replaceSync(styles)
  root.adoptedStyleSheets.push(sheet)
  return () => {
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((one) => one !== sheet)
  }
}

/** Puts on what a page's own elements of style say, where a policy has refused them. */
export function dressAgain(page: Document): void {
  for (const { sheet, textContent } of page.querySelectorAll('style')) {
    if (sheet === null) dress(page, textContent)
  }
}
