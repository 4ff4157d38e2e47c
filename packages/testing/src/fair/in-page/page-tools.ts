/**
 * What the looks share. Runs in the page, sent there as text: it names nothing outside of itself.
 *
 * takes: nothing · gives: measures of elements
 * never: leaves anything behind in the page
 */
export function pageTools() {
  const isMeasured = document.documentElement.clientWidth > 0
  let canvasOnce: CanvasRenderingContext2D | null | undefined
  /** Made by the first colour that takes it: most looks come upon none. */
  const canvas = (): CanvasRenderingContext2D | null => {
    if (!isMeasured) return null
    canvasOnce ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true })
    return canvasOnce
  }

  /** What it stands in as the page is drawn: through slots and shadow roots. */
  const parentOf = (element: Element): Element | null =>
    element.assignedSlot ??
    element.parentElement ??
    (element.getRootNode() as Partial<ShadowRoot>).host ??
    null
  /** What stands in it as the page is drawn. */
  function childrenOf(element: Element): Iterable<Node> {
    if (element.shadowRoot) return element.shadowRoot.childNodes
    const slotted = element.tagName === 'SLOT' ? (element as HTMLSlotElement).assignedNodes() : []
    return slotted.length > 0 ? slotted : element.childNodes
  }
  /** Everything in it, also what is in open shadow roots. */
  function allIn(root: ParentNode): Element[] {
    const own = (root as Partial<Element>).shadowRoot
    const light = [...root.querySelectorAll('*')]
    return [...(own ? allIn(own) : []), ...light.flatMap((at) => (at.shadowRoot ? [at, ...allIn(at)] : [at]))]
  }
  function holds(outer: Element, inner: Element): boolean {
    for (let at: Element | null = inner; at !== null; at = parentOf(at)) if (at === outer) return true
    return false
  }

  /** Whether it is rendered, whatever its size; one that something drawn stands for may be transparent itself. */
  function isRendered(element: Element, mayBeClear = false): boolean {
    for (let at: Element | null = element; at !== null; at = parentOf(at)) {
      const { display, visibility, opacity } = getComputedStyle(at)
      const isClear = opacity === '0' && !(mayBeClear && at === element)
      if (display === 'none' || isClear || at.hasAttribute('hidden')) return false
      if (at === element && visibility !== 'visible' && visibility !== '') return false
      if (at.tagName === 'DETAILS' && !at.hasAttribute('open')) {
        const summary = at.querySelector('summary')
        if (at !== element && summary?.contains(element) !== true) return false
      }
    }
    return true
  }
  function isVisible(element: Element): boolean {
    if (!isRendered(element)) return false
    if (!isMeasured) return true
    const { width, height } = element.getBoundingClientRect()
    return width > 1 && height > 1
  }

  /** Words that a style puts before or after those of an element. */
  function wordsBy(element: Element, which: '::before' | '::after'): string {
    if (!isMeasured) return ''
    const { content, display, visibility } = getComputedStyle(element, which)
    if (display === 'none' || visibility === 'hidden') return ''
    return [...content.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, said]) => said).join('')
  }
  /** Text that is seen, in its order, without what is for screen readers alone. */
  function textOf(
    element: Element,
    isLeftOut: (inner: Element) => boolean = () => false,
    isRead: (letters: Node) => boolean = () => true,
  ): string {
    const words: string[] = []
    const walk = (node: Node): void => {
      if (node.nodeType === 3 && isRead(node)) words.push(node.nodeValue ?? '')
      if (node.nodeType !== 1) return
      const inner = node as Element
      if (inner.tagName === 'SCRIPT' || inner.tagName === 'STYLE' || isLeftOut(inner)) return
      const isContents = getComputedStyle(inner).display === 'contents'
      if (inner !== element && !isContents && !isVisible(inner)) return
      words.push(' ', wordsBy(inner, '::before'))
      for (const child of childrenOf(inner)) walk(child)
      words.push(wordsBy(inner, '::after'), ' ')
    }
    walk(element)
    return words.join('').replace(/\s+/g, ' ').trim()
  }

  const byIds = (element: Element, ids: string): string =>
    ids
      .split(/\s+/)
      .map((id) => (element.getRootNode() as Document).getElementById(id)?.textContent ?? '')
      .join(' ')
      .replace(/\s+/g, ' ')
      .trim()

  function nameOf(element: Element): string {
    const labelledBy = element.getAttribute('aria-labelledby')
    if (labelledBy !== null) return byIds(element, labelledBy)
    const own = element.getAttribute('aria-label')
    if (own !== null) return own.trim()
    const label = 'labels' in element ? [...((element as HTMLInputElement).labels ?? [])][0] : undefined
    const said = label ? textOf(label) : textOf(element)
    return said || element.getAttribute('title') || element.getAttribute('value') || ''
  }

  type Colour = readonly [number, number, number, number]
  const known = new Map<string, Colour>()
  function toColour(css: string): Colour {
    const before = known.get(css)
    if (before) return before
    const plain = /^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/.exec(css)
    let colour: Colour = [0, 0, 0, 0]
    const spot = plain ? null : canvas()
    if (plain) colour = [Number(plain[1]), Number(plain[2]), Number(plain[3]), Number(plain[4] ?? 1)]
    else if (spot) {
      spot.clearRect(0, 0, 1, 1)
      spot.fillStyle = css
      spot.fillRect(0, 0, 1, 1)
      const [r = 0, g = 0, b = 0, a = 0] = spot.getImageData(0, 0, 1, 1).data
      colour = [r, g, b, a / 255]
    }
    known.set(css, colour)
    return colour
  }
  const over = ([r, g, b, a]: Colour, [br, bg, bb, ba]: Colour): Colour => {
    const alpha = a + ba * (1 - a)
    const mix = (one: number, other: number) => (alpha === 0 ? 0 : (one * a + other * ba * (1 - a)) / alpha)
    return [mix(r, br), mix(g, bg), mix(b, bb), alpha]
  }
  const FADES = /opacity\(([\d.]+)(%?)\)/g
  /** How much of an element is painted: its own opacity and that of its filters, without what it stands in. */
  function opacityOf(element: Element): number {
    const { opacity, filter } = getComputedStyle(element)
    const faded = [...filter.matchAll(FADES)].map(
      ([, share, unit]) => Number(share) / (unit === '%' ? 100 : 1),
    )
    return faded.reduce((product, share) => product * share, Number(opacity))
  }
  /** Filters that change more than how much is painted. */
  const filtersOf = (element: Element): string => {
    const left = getComputedStyle(element).filter.replace(FADES, '').trim()
    return left === 'none' ? '' : left
  }
  let canvasIs: Colour | undefined
  /** What a page without a background stands on. Looked up once in a look: each probe lays the page out anew. */
  function canvasColour(): Colour {
    if (canvasIs !== undefined) return canvasIs
    const probe = document.body.appendChild(document.createElement('div'))
    probe.style.cssText = 'position:absolute;background:Canvas'
    canvasIs = toColour(getComputedStyle(probe).backgroundColor)
    probe.remove()
    return canvasIs
  }
  /** What is seen of a colour painted in an element: over its background and all it stands in, each as opaque as it is. */
  function seen(colour: Colour, element: Element | null): Colour {
    let painted = colour
    for (let at = element; at !== null; at = parentOf(at)) {
      const [r, g, b, a] = over(painted, toColour(getComputedStyle(at).backgroundColor))
      painted = [r, g, b, a * opacityOf(at)]
    }
    return over(painted, canvasColour())
  }
  /** What is seen behind the content of an element. */
  const backgroundOf = (element: Element | null): Colour => seen([0, 0, 0, 0], element)
  /** Why the colours in an element cannot be told from its styles; undefined where they can. */
  function findUntold(element: Element): string | undefined {
    let isBehindSeen = true
    for (let at: Element | null = element; at !== null; at = parentOf(at)) {
      const { backgroundImage, backgroundColor } = getComputedStyle(at)
      if (filtersOf(at) !== '') return `a filter changes the colours of ${describe(element)}`
      if (isBehindSeen && backgroundImage !== 'none') return `${describe(element)} stands on an image`
      if (toColour(backgroundColor)[3] === 1 && opacityOf(at) === 1) isBehindSeen = false
    }
    return undefined
  }
  /** The colour of letters, which may be another than that of the text. */
  const inkOf = (css: CSSStyleDeclaration): Colour =>
    toColour(css.getPropertyValue('-webkit-text-fill-color') || css.color)
  const seenInk = (element: Element): Colour => seen(inkOf(getComputedStyle(element)), element)
  /** How letters in an element stand out from what is behind them. */
  const inkContrast = (element: Element): number => contrast(seenInk(element), backgroundOf(element))
  /** How far a colour is from grey, from 0 to 1. */
  const colourfulness = ([r, g, b]: Colour): number => (Math.max(r, g, b) - Math.min(r, g, b)) / 255
  function luminance([r, g, b]: Colour): number {
    const linear = [r, g, b].map((part) => {
      const share = part / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0)
  }
  function contrast(one: Colour, other: Colour): number {
    const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
    return (light + 0.05) / (dark + 0.05)
  }

  const toBox = (element: Element) => {
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect()
    return { left, top, right, bottom, width, height }
  }
  /** What a pointer there would hit. */
  function hitAt(x: number, y: number): Element | null {
    let hit = document.elementFromPoint(x, y)
    for (let root = hit?.shadowRoot; root; root = hit?.shadowRoot) {
      // It also says what is around it; and of text in a slot, who brought that.
      const inner: Element | undefined = root.elementsFromPoint(x, y).find((at) => at.getRootNode() === root)
      if (inner === undefined) break
      hit = inner
    }
    return hit
  }
  /** Whether a pointer on it would hit it, at its middle or at another share of its width and height. */
  function isHit(element: Element, across = 0.5, down = 0.5): boolean {
    const { left, top, width, height } = element.getBoundingClientRect()
    const hit = hitAt(left + width * across, top + height * down)
    return hit !== null && holds(element, hit)
  }
  /** Whether it is hit wherever it is to be seen, but for its corners, which may be round. */
  const isWhollyHit = (element: Element): boolean =>
    [0.1, 0.5, 0.9].every((share) => isHit(element, share, 0.5) && isHit(element, 0.5, share))
  const isInWindow = (element: Element): boolean => {
    const { left, top, right, bottom } = element.getBoundingClientRect()
    return left >= -1 && top >= -1 && right <= innerWidth + 1 && bottom <= innerHeight + 1
  }
  const CONTROLS =
    'button, a[href], input:not([type=hidden]), select, textarea, summary, [role=button], [role=link], [role=switch], [role=checkbox], [role=radio], [tabindex]:not([tabindex="-1"])'
  const controlsIn = (root: ParentNode): Element[] =>
    allIn(root).filter((element) => element.matches(CONTROLS) && isVisible(element))
  const describe = (element: Element): string =>
    `<${element.tagName.toLowerCase()}> "${(nameOf(element) || textOf(element)).slice(0, 60)}"`

  return {
    ...{ isMeasured, isRendered, isVisible, textOf, nameOf, toColour, seen, backgroundOf, contrast, toBox },
    ...{
      allIn,
      holds,
      hitAt,
      isHit,
      isWhollyHit,
      opacityOf,
      filtersOf,
      findUntold,
      seenInk,
      inkContrast,
      colourfulness,
      isInWindow,
      controlsIn,
      describe,
      parentOf,
    },
  }
}
