import type { PageTools } from './tools.ts'

// takes: a notice that is laid out · gives: which of its text cannot be read as it stands

/** Text of the notice that is cut off, spills over, or can only be had by scrolling sideways. Runs in the page. */
export function findCutOff(tools: PageTools, { notice }: { readonly notice: Element }): string[] {
  const { isVisible, parentOf } = tools
  const found = new Set<string>()
  const walker = document.createTreeWalker(notice, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const said = (node.nodeValue ?? '').replace(/\s+/g, ' ').trim()
    const holder = parentOf(node as unknown as Element) ?? node.parentElement
    if (said === '' || holder === null || !isVisible(holder)) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    for (const rect of range.getClientRects()) {
      if (rect.width < 2 || rect.height < 2) continue
      const short = `"${said.slice(0, 50)}"`
      if (rect.right > innerWidth + 1 || rect.left < -1) found.add(`${short} runs out of the page`)
      for (let at: Element | null = holder; at !== null; at = at === notice ? null : parentOf(at)) {
        const box = at.getBoundingClientRect()
        const css = getComputedStyle(at)
        if (css.display === 'inline' || css.display === 'contents') continue
        const isWide = rect.right > box.right + 1 || rect.left < box.left - 1
        const isHigh = rect.bottom > box.bottom + 1 || rect.top < box.top - 1
        const isButton = at.matches('button, a, [role=button]')
        if ((/hidden|clip/.test(css.overflowX) || isButton) && isWide) found.add(`${short} is cut off`)
        if ((/hidden|clip/.test(css.overflowY) || isButton) && isHigh) found.add(`${short} is cut off`)
        if (/auto|scroll/.test(css.overflowX) && isWide) found.add(`${short} is to be scrolled to sideways`)
      }
    }
  }
  const { position, overflowY } = getComputedStyle(notice)
  const { top, bottom } = notice.getBoundingClientRect()
  const isOut = top < -1 || bottom > innerHeight + 1
  if (position === 'fixed' && isOut && !/auto|scroll/.test(overflowY))
    found.add('a part of the notice is out of the window and cannot be scrolled to')
  return [...found]
}
