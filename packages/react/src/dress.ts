// takes: a document or a shadow root, and styles · gives: the same in these styles
// never: an element of style, which a page under `default-src 'self'` may not have

/** Puts styles on as an object, which no policy of the page is about. */
export function dress(root: Document | ShadowRoot, styles: string): CSSStyleSheet {
  const view = (root.ownerDocument ?? root).defaultView as Window & typeof globalThis
  // Of the window that it is for: one of another window is refused.
  const sheet = new view.CSSStyleSheet()
  sheet.replaceSync(styles)
  root.adoptedStyleSheets.push(sheet)
  return sheet
}
