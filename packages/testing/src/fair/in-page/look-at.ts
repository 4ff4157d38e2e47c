import type { PageTools } from './tools.ts'

// takes: a notice and its answers · gives: everything that the rows of one look are read from
// never: names anything of a module: it is sent to the page as text

/** The elements that a look is about. */
export interface Targets {
  readonly notice: Element
  readonly accept: Element | null
  readonly refuse: Element | null
  readonly later: Element | null
  /** What the notice must not cover. */
  readonly keepClear: readonly Element[]
}

/** Everything the static rows are read from. Runs in the page, sent there as text. */
export function lookAt(tools: PageTools, targets: Targets) {
  /** A line of letters lower than this is not for reading. */
  const SMALLEST_PX = 10
  const { notice, accept, refuse, later, keepClear } = targets
  const { isMeasured, isVisible, textOf, nameOf, toColour, findUntold, inkContrast, isHit, isInWindow } =
    tools
  const { allIn, holds, hitAt } = tools
  const {
    controlsIn,
    describe,
    parentOf,
    toControl,
    isArea,
    isSwitch,
    isOn,
    switchesIn,
    targetOf,
    ancestorsOf,
  } = tools

  const active = (notice.getRootNode() as Document).activeElement
  // The one that has focus shows so by its outline, and may by its shadow.
  const isFocused = [accept, refuse].some((one) => one !== null && one === active)
  const toAnswer = (element: Element | null) => element && toControl(element, notice, isFocused)
  const focusOnAnswer = isMeasured && isFocused ? takeFocusOff(active as HTMLElement) : undefined
  const answerLooks = { accept: toAnswer(accept), refuse: toAnswer(refuse) }
  focusOnAnswer?.()
  function takeFocusOff(element: HTMLElement): () => void {
    const { transition } = element.style
    const isRinged = element.matches(':focus-visible')
    element.style.transition = 'none'
    element.blur()
    return () => {
      element.focus({ preventScroll: true, focusVisible: isRinged } as FocusOptions)
      element.style.transition = transition
    }
  }

  function ancestorsIn(element: Element): Element[] {
    const found: Element[] = []
    for (let at: Element | null = element; at !== null; at = parentOf(at)) {
      found.push(at)
      if (at === notice) break
    }
    return found
  }
  /** How far up the container is that has both answers, counted from the one that is further down. */
  function stepsToShared(): number | undefined {
    if (accept === null || refuse === null) return undefined
    const one = ancestorsIn(accept)
    const other = ancestorsIn(refuse)
    const shared = one.find((element) => other.includes(element))
    return shared && Math.max(one.indexOf(shared), other.indexOf(shared))
  }

  const all = controlsIn(notice)
  const isAnswer = (element: Element) => element === accept || element === refuse || element === later
  const preset = switchesIn(notice)
  const switches = preset.filter((element) => !isAnswer(element))

  let untoldWords: string | undefined
  /** Whether letters are neither too small nor too pale for somebody to read, as far as that can be told. */
  function isLegible(letters: Node): boolean {
    const holder = letters.parentElement
    if (!isMeasured || holder === null || (letters.nodeValue ?? '').trim() === '') return true
    const range = document.createRange()
    range.selectNodeContents(letters)
    const lines = [...range.getClientRects()]
    if (lines.some(({ height }) => height < SMALLEST_PX) || isUnseen(holder, lines)) return false
    const untold = isUnderPaint(holder) ? `something is laid over ${describe(holder)}` : findUntold(holder)
    untoldWords ??= untold
    if (untold !== undefined) return true
    const { fontSize, fontWeight } = getComputedStyle(holder)
    const size = Number.parseFloat(fontSize)
    const isLarge = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700)
    return inkContrast(holder) >= (isLarge ? 3 : 4.5)
  }
  /** Whether all lines are under something else or cut away. What can be scrolled may be seen then. */
  function isUnseen(holder: Element, lines: readonly DOMRect[]): boolean {
    if (mayScroll(holder) || getComputedStyle(holder).pointerEvents === 'none') return false
    return lines.length > 0 && lines.every((line) => !isLineHit(holder, line))
  }
  /** Whether it moves against something by scrolling, the page or a part of it. */
  function mayScroll(holder: Element): boolean {
    for (const at of [holder, ...ancestorsOf(holder)]) {
      const { overflowY, position } = getComputedStyle(at)
      const scrolls = at === document.scrollingElement || /auto|scroll/.test(overflowY)
      if (scrolls && at.scrollHeight > at.clientHeight + 1) return true
      if (position === 'fixed') return false
    }
    return false
  }
  function isLineHit(holder: Element, { left, top, width, height }: DOMRect): boolean {
    const [x, y] = [left + width / 2, top + height / 2]
    const isOut = x < 0 || y < 0 || x > innerWidth || y > innerHeight
    const hit = isOut ? null : hitAt(x, y)
    // What cannot be scrolled to is of another row.
    return isOut || (hit !== null && holds(holder, hit))
  }
  /** Whether it, or what it stands in, has something drawn before its words that is about as large. */
  function isUnderPaint(holder: Element): boolean {
    return ancestorsIn(holder).some((at) =>
      (['::before', '::after'] as const).some((which) => {
        const css = getComputedStyle(at, which)
        const isDrawn = toColour(css.backgroundColor)[3] > 0 || css.backgroundImage !== 'none'
        const isLaid = css.content !== 'none' && css.position === 'absolute' && !(Number(css.zIndex) < 0)
        const { width, height } = at.getBoundingClientRect()
        const area = Number.parseFloat(css.width) * Number.parseFloat(css.height)
        return isLaid && isDrawn && css.opacity !== '0' && area > (width * height) / 2
      }),
    )
  }
  const isBesideWords = (inner: Element): boolean =>
    inner !== notice && all.includes(inner) && !isSwitch(inner) && !isArea(inner) && !inner.matches('summary')

  const ids = [...allIn(notice), notice].flatMap((element) =>
    ['aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-owns', 'for'].flatMap((name) =>
      (element.getAttribute(name) ?? '')
        .split(/\s+/)
        .filter((id) => id !== '' && (element.getRootNode() as Document).getElementById(id) === null)
        .map((id) => `${name}="${id}"`),
    ),
  )

  const titleIds = notice.getAttribute('aria-labelledby')?.split(/\s+/) ?? []
  const titles = titleIds.map((id) => (notice.getRootNode() as Document).getElementById(id))
  const modal = [notice, ...ancestorsOf(notice)].find(
    (at) => at.getAttribute('aria-modal') === 'true' || (isMeasured && at.matches(':modal')),
  )
  const isHidden = (element: Element): boolean =>
    [element, ...ancestorsOf(element)].some(
      (at) => at.hasAttribute('inert') || at.getAttribute('aria-hidden') === 'true',
    )
  const isShut = (element: Element): boolean => isHidden(element) || (isMeasured && !isHit(element))
  const openOutside = modal
    ? controlsIn(document).filter(
        (element) => !holds(modal, element) && !isShut(element) && !(isMeasured && !isInWindow(element)),
      )
    : []

  const kept = [...keepClear, ...(active && active !== document.body ? [active] : [])]
  const covered = isMeasured
    ? kept.filter((element) => {
        if (holds(notice, element) || holds(element, notice) || !isVisible(element)) return false
        if (isHidden(element)) return false
        const { left, top, width, height } = element.getBoundingClientRect()
        const box = notice.getBoundingClientRect()
        const isUnder =
          left < box.right - 1 &&
          left + width > box.left + 1 &&
          top < box.bottom - 1 &&
          top + height > box.top + 1
        return isUnder && modal === undefined
      })
    : []

  const withLang = [notice, ...ancestorsOf(notice)].find((at) => at.hasAttribute('lang'))
  /** How many a list has that draws only those in sight. */
  const listed = switches.flatMap((element) =>
    ancestorsIn(element).map((at) => Number(at.getAttribute('aria-setsize') ?? 0)),
  )
  const others = all.filter((element) => element !== accept && element !== refuse)
  return {
    isMeasured,
    ...answerLooks,
    later: later && isVisible(later) ? describe(later) : undefined,
    stepsToShared: stepsToShared(),
    comesFirst:
      accept && refuse
        ? accept.compareDocumentPosition(refuse) & Node.DOCUMENT_POSITION_FOLLOWING
          ? ('accept' as const)
          : ('refuse' as const)
        : undefined,
    direction: getComputedStyle(notice).direction,
    buttons: all
      .filter((element) => !isSwitch(element) && !isArea(element))
      .map((element) => nameOf(element)),
    links: others.filter((element) => element.matches('a[href], [role=link]')).map(describe),
    controls: others
      .filter((element) => !element.matches('a[href], [role=link]') && !isSwitch(element) && !isArea(element))
      .map(describe),
    switches: switches.map(nameOf),
    /** Those that have to be on. */
    required: switches
      .filter((element) => element.matches('[required], [aria-required=true]'))
      .map((element) => nameOf(element) || describe(element)),
    /** Whether they are some of a list that says it has more. */
    isPartial: listed.some((size) => size === -1 || size > switches.length),
    /** What is on from the start. */
    preset: preset.filter(isOn).map((element) => nameOf(element) || describe(element)),
    /** The words of the first layer, without the labels of its controls. */
    words: textOf(notice, isBesideWords),
    /** Those of them that can be read. */
    legible: textOf(notice, isBesideWords, isLegible),
    /** Why it cannot be told of some of them. */
    untoldWords,
    answers: all.filter(isAnswer).map((element) => nameOf(element)),
    text: textOf(notice),
    langs: {
      own: withLang?.getAttribute('lang') ?? '',
      inner: allIn(notice)
        .filter((element) => element.hasAttribute('lang'))
        .map((element) => ({
          lang: element.getAttribute('lang') ?? '',
          text: textOf(element),
        })),
    },
    role: notice.getAttribute('role') ?? notice.tagName.toLowerCase(),
    name: nameOf(notice),
    isNamedByTitle: titles.length > 0 && titles.every((title) => title !== null && isVisible(title)),
    dangling: ids,
    isModal: modal !== undefined,
    openOutside: openOutside.map(describe),
    covered: covered.map(describe),
    /** How much there is in the page that must not be covered. */
    keptClear: keepClear.filter(isVisible).length,
    isFocusOnAccept: accept !== null && active === accept,
    meters: allIn(notice)
      .filter((element) => element.matches('[role=timer], [role=progressbar], progress, meter'))
      .map(describe),
    small: isMeasured
      ? [...new Set([...all, ...switches])].flatMap((element) => {
          const { width, height } = targetOf(element).getBoundingClientRect()
          const isInText = element.matches('a[href]') && parentOf(element)?.closest('p') != null
          const size = `${Math.round(width)} × ${Math.round(height)} px`
          return (width < 24 || height < 24) && !isInText ? [`${describe(element)} is ${size}`] : []
        })
      : [],
    misnamed: all.flatMap((element) => {
      const seen = textOf(element)
      const plain = (said: string) =>
        said
          .toLowerCase()
          // A sign, such as a cross, is no word that anybody would say.
          .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
          .trim()
      const isNamed = plain(nameOf(element)).startsWith(plain(seen))
      return seen === '' || isNamed || isArea(element) ? [] : [`${describe(element)} shows "${seen}"`]
    }),
  }
}
export type Look = ReturnType<typeof lookAt>
export type ControlLook = NonNullable<Look['accept']>
