import type { PageTools } from './tools.ts'

// takes: a notice that is laid out · gives: which of its text cannot be read as it stands

/** How the text of the notice is set for a look at it. */
export type TextSetting = 'as it is' | 'double' | 'spaced'

/**
 * Text of the notice that is cut off, spills over, or can only be had by scrolling sideways, set as is asked for and
 * back again. Runs in the page.
 */
export async function findCutOff(
  tools: PageTools,
  { notice, text }: { readonly notice: Element; readonly text: TextSetting },
): Promise<string[]> {
  const { isVisible, parentOf } = tools
  if (text === 'as it is') return look()
  const undo = restyle()
  try {
    // What reacts to the size of its text does so in the next frames.
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    return look()
  } finally {
    undo()
  }

  /** Through styles that no content policy forbids; gives what undoes it. */
  function restyle(): () => void {
    const all = [notice, ...tools.allIn(notice)].filter((at) => 'style' in at) as HTMLElement[]
    const sizes = all.map((element) => Number.parseFloat(getComputedStyle(element).fontSize))
    const before = all.map((element) => element.getAttribute('style'))
    for (const [at, element] of all.entries()) {
      const set = (name: string, value: string) => element.style.setProperty(name, value, 'important')
      if (text === 'double') set('font-size', `${(sizes[at] ?? 16) * 2}px`)
      else {
        set('line-height', '1.5')
        set('letter-spacing', '0.12em')
        set('word-spacing', '0.16em')
        if (element.tagName === 'P') set('margin-block-end', '2em')
      }
    }
    return () => {
      for (const [at, element] of all.entries()) {
        const style = before[at] ?? null
        if (style === null) element.removeAttribute('style')
        else element.setAttribute('style', style)
      }
    }
  }

  function look(): string[] {
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
        // What can be scrolled is seen as far as the box that it scrolls in.
        let seen: DOMRect = rect
        let isLifted = false
        for (let at: Element | null = holder; at !== null && at !== document.body; at = parentOf(at)) {
          const box = at.getBoundingClientRect()
          const css = getComputedStyle(at)
          if (css.display === 'inline' || css.display === 'contents') continue
          // What is positioned is not cut off by what it is not positioned in.
          if (isLifted && css.position === 'static') continue
          isLifted = css.position === 'absolute'
          const isWide = seen.right > box.right + 1 || seen.left < box.left - 1
          const isHigh = seen.bottom > box.bottom + 1 || seen.top < box.top - 1
          const isButton = at.matches('button, a, [role=button]')
          if ((/hidden|clip/.test(css.overflowX) || isButton) && isWide) found.add(`${short} is cut off`)
          if ((/hidden|clip/.test(css.overflowY) || isButton) && isHigh) found.add(`${short} is cut off`)
          if (/auto|scroll/.test(css.overflowX) && isWide) found.add(`${short} is to be scrolled to sideways`)
          if (/auto|scroll/.test(`${css.overflowX} ${css.overflowY}`)) seen = box
          if (css.position === 'fixed') break
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
}
