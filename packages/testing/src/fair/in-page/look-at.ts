import type { PageTools } from './page-tools.ts'

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
  const { notice, accept, refuse, later, keepClear } = targets
  const { isMeasured, isVisible, textOf, nameOf, toColour, seen, backgroundOf, contrast } = tools
  const { opacityOf, filtersOf, findUntold, toBox, isHit, isInWindow, controlsIn, describe, parentOf } = tools

  const round = (ratio: number): number => Math.round(ratio * 100) / 100
  const SIDES = ['top', 'right', 'bottom', 'left']
  const active = (notice.getRootNode() as Document).activeElement

  function toControl(element: Element) {
    const css = getComputedStyle(element)
    const panel = isMeasured ? backgroundOf(parentOf(element)) : undefined
    const fill = isMeasured ? backgroundOf(element) : undefined
    const edges = SIDES.map((side) => {
      const [width, style, colour] = ['width', 'style', 'color'].map((what) =>
        css.getPropertyValue(`border-${side}-${what}`),
      ) as [string, string, string]
      const isDrawn = style !== 'none' && style !== 'hidden' && Number.parseFloat(width) > 0
      return {
        side,
        colour: isDrawn ? colour : undefined,
        said: isDrawn ? `${width} ${style} ${colour}` : 'none',
      }
    })
    const painted = [element, ...ancestorsOf(element)]
    // The one that has focus shows so by its outline.
    const isFocused = [accept, refuse].some((one) => one !== null && one === active)
    const prose = parentOf(element)?.closest('p, li')
    return {
      said: describe(element),
      tag: element.tagName,
      type: element.getAttribute('type') ?? '',
      role: element.getAttribute('role') ?? '',
      name: nameOf(element),
      text: textOf(element),
      isVisible: isVisible(element),
      prose: prose && notice.contains(prose) ? prose.tagName.toLowerCase() : undefined,
      isTabbed: (element as HTMLElement).tabIndex >= 0,
      tabOrder: Number(element.getAttribute('tabindex') ?? 0),
      box: toBox(element),
      isHit: !isMeasured || isHit(element),
      isInWindow: !isMeasured || isInWindow(element),
      print: {
        size: css.fontSize,
        weight: css.fontWeight,
        family: css.fontFamily,
        case: css.textTransform,
        decoration: css.textDecorationLine,
        style: css.fontStyle,
      },
      weight: {
        ...Object.fromEntries(edges.map(({ side, said }) => [`border-${side}`, said])),
        outline:
          isFocused || css.outlineStyle === 'none'
            ? 'none'
            : `${css.outlineWidth} ${css.outlineStyle} ${css.outlineColor}`,
        image: css.backgroundImage,
        shadow: css.boxShadow,
        opacity: String(isMeasured ? round(painted.reduce((all, at) => all * opacityOf(at), 1)) : 1),
        filter: isMeasured ? painted.map(filtersOf).join(' ').trim() || 'none' : 'none',
      },
      /** Why what is seen of it cannot be told. */
      untold: isMeasured ? findUntold(element) : undefined,
      fillContrast: panel && fill ? round(contrast(fill, panel)) : 1,
      textContrast: panel && fill ? round(contrast(seen(toColour(css.color), element), fill)) : 21,
      edgeContrast:
        panel && fill
          ? round(
              Math.min(
                ...edges.map(({ colour }) =>
                  Math.max(
                    contrast(fill, panel),
                    colour === undefined ? 1 : contrast(seen(toColour(colour), element), panel),
                  ),
                ),
              ),
            )
          : 21,
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
  const isSwitch = (element: Element): boolean =>
    /^(switch|checkbox|radio)$/.test(element.getAttribute('role') ?? '') ||
    /^(checkbox|radio)$/.test((element as HTMLInputElement).type ?? '')
  const isOn = (element: Element): boolean =>
    element.getAttribute('aria-checked') === 'true' || (element as HTMLInputElement).checked === true

  const ids = [...notice.querySelectorAll('*'), notice].flatMap((element) =>
    ['aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-owns', 'for'].flatMap((name) =>
      (element.getAttribute(name) ?? '')
        .split(/\s+/)
        .filter((id) => id !== '' && (notice.getRootNode() as Document).getElementById(id) === null)
        .map((id) => `${name}="${id}"`),
    ),
  )

  const titleIds = notice.getAttribute('aria-labelledby')?.split(/\s+/) ?? []
  const titles = titleIds.map((id) => (notice.getRootNode() as Document).getElementById(id))
  const modal = [notice, ...ancestorsOf(notice)].find((at) => at.getAttribute('aria-modal') === 'true')
  function ancestorsOf(element: Element): Element[] {
    const parent = parentOf(element)
    return parent === null ? [] : [parent, ...ancestorsOf(parent)]
  }
  const isHidden = (element: Element): boolean =>
    [element, ...ancestorsOf(element)].some(
      (at) => at.hasAttribute('inert') || at.getAttribute('aria-hidden') === 'true',
    )
  const isShut = (element: Element): boolean => isHidden(element) || (isMeasured && !isHit(element))
  const openOutside = modal
    ? controlsIn(document).filter(
        (element) => !modal.contains(element) && !isShut(element) && !(isMeasured && !isInWindow(element)),
      )
    : []

  const kept = [...keepClear, ...(active && active !== document.body ? [active] : [])]
  const covered = isMeasured
    ? kept.filter((element) => {
        if (notice.contains(element) || element.contains(notice) || !isVisible(element)) return false
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

  const withLang = notice.closest('[lang]')
  const others = all.filter((element) => element !== accept && element !== refuse)
  const isAnswer = (element: Element) => element === accept || element === refuse || element === later
  return {
    isMeasured,
    accept: accept && toControl(accept),
    refuse: refuse && toControl(refuse),
    later: later && isVisible(later) ? describe(later) : undefined,
    stepsToShared: stepsToShared(),
    comesFirst:
      accept && refuse
        ? accept.compareDocumentPosition(refuse) & Node.DOCUMENT_POSITION_FOLLOWING
          ? ('accept' as const)
          : ('refuse' as const)
        : undefined,
    direction: getComputedStyle(notice).direction,
    buttons: all.filter((element) => !isSwitch(element)).map((element) => nameOf(element)),
    links: others.filter((element) => element.matches('a[href], [role=link]')).map(describe),
    controls: others
      .filter((element) => !element.matches('a[href], [role=link]') && !isSwitch(element))
      .map(describe),
    switches: all.filter(isSwitch).map((element) => ({ name: nameOf(element), isOn: isOn(element) })),
    /** The words of the first layer, without the labels of its controls. */
    words: textOf(
      notice,
      (inner) => inner !== notice && all.includes(inner) && !isSwitch(inner) && !inner.matches('summary'),
    ),
    answers: all.filter(isAnswer).map((element) => nameOf(element)),
    text: textOf(notice),
    langs: {
      own: withLang?.getAttribute('lang') ?? '',
      inner: [...notice.querySelectorAll('[lang]')].map((element) => element.getAttribute('lang') ?? ''),
    },
    role: notice.getAttribute('role') ?? notice.tagName.toLowerCase(),
    name: nameOf(notice),
    isNamedByTitle: titles.length > 0 && titles.every((title) => title !== null && isVisible(title)),
    dangling: ids,
    isModal: modal !== undefined,
    openOutside: openOutside.map(describe),
    covered: covered.map(describe),
    focusedIn: active !== null && notice.contains(active) ? describe(active) : undefined,
    isFocusOnAccept: accept !== null && active === accept,
    meters: [...notice.querySelectorAll('[role=timer], [role=progressbar], progress, meter')].map(describe),
    small: isMeasured
      ? all.flatMap((element) => {
          const target = element.closest('label') ?? element
          const { width, height } = target.getBoundingClientRect()
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
          .replace(/[\s\p{P}]+/gu, ' ')
          .trim()
      const isNamed = plain(nameOf(element)).startsWith(plain(seen))
      return seen === '' || isNamed ? [] : [`${describe(element)} shows "${seen}"`]
    }),
  }
}
export type Look = ReturnType<typeof lookAt>
export type ControlLook = NonNullable<Look['accept']>

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

/** What moves in the notice, or would. Runs in the page. */
export function findMotion(tools: PageTools, { notice }: { readonly notice: Element }): string[] {
  const running = notice
    .getAnimations({ subtree: true })
    .filter((animation) => animation.playState === 'running' && isLong(animation.effect?.getComputedTiming()))
    .map((animation) => `${describeTarget(animation)} is being animated`)
  function isLong(timing: ComputedEffectTiming | undefined): boolean {
    return Number(timing?.activeDuration ?? 0) > 20
  }
  function describeTarget({ effect }: Animation): string {
    const target = (effect as KeyframeEffect | null)?.target
    return target ? tools.describe(target) : 'something'
  }
  const MOVES = /transform|translate|rotate|scale|all|inset|top|left|right|bottom|size|width|height|margin/
  const longest = (list: string): number =>
    Math.max(
      ...list.split(',').map((time) => Number.parseFloat(time) * (time.trim().endsWith('ms') ? 1 : 1000)),
    )
  const would = [notice, ...notice.querySelectorAll('*')].flatMap((element) => {
    const css = getComputedStyle(element)
    const isMoving = longest(css.transitionDuration) > 20 && MOVES.test(css.transitionProperty)
    const isAnimated = css.animationName !== 'none' && longest(css.animationDuration) > 20
    return isMoving || isAnimated ? [`${tools.describe(element)} has motion in its styles`] : []
  })
  return [...new Set([...running, ...would])]
}
