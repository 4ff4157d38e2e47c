import type { pageTools } from './page-tools.ts'

/**
 * Looks at one control, with all that is drawn in it. Runs in the page, sent there as text.
 *
 * takes: the tools of every look · gives: how a control is set, filled, named and preset
 * never: takes the style of a button for that of its label
 */
export function controlTools(tools: ReturnType<typeof pageTools>) {
  const { isMeasured, isRendered, isVisible, textOf, nameOf, toColour, seen, backgroundOf, contrast } = tools
  const { opacityOf, filtersOf, findUntold, inkContrast, toBox, isWhollyHit, isHit, isInWindow } = tools
  const { seenInk, colourfulness, describe, parentOf, allIn, holds } = tools
  const SIDES = ['top', 'right', 'bottom', 'left']
  const round = (ratio: number): number => Math.round(ratio * 100) / 100
  const say = (colour: readonly number[]): string => `rgb(${colour.slice(0, 3).map(Math.round).join(', ')})`
  const ancestorsOf = (element: Element): Element[] => {
    const parent = parentOf(element)
    return parent === null ? [] : [parent, ...ancestorsOf(parent)]
  }

  const edgesOf = (css: CSSStyleDeclaration) =>
    SIDES.map((side) => {
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

  /** What a style draws beside letters; nothing where it draws nothing. */
  function drawnBy(css: CSSStyleDeclaration): string[] {
    if (css.opacity === '0' || css.display === 'none' || css.visibility === 'hidden') return []
    const fill = toColour(css.backgroundColor)[3] > 0 ? [`background ${css.backgroundColor}`] : []
    const edges = edgesOf(css).flatMap(({ side, colour, said }) => (colour ? [`border-${side} ${said}`] : []))
    const rest = [
      ['image', css.backgroundImage],
      ['shadow', css.boxShadow],
      ['letters’ shadow', css.textShadow],
      ['filter', css.filter],
      ['outline', css.outlineStyle === 'none' ? 'none' : `${css.outlineWidth} ${css.outlineColor}`],
      ['opacity', css.opacity === '1' ? 'none' : css.opacity],
    ].flatMap(([what, said]) => (said === 'none' ? [] : [`${what} ${said}`]))
    return [...fill, ...edges, ...rest]
  }

  /** Everything in a control that holds letters, and everything that is drawn there beside them. */
  function insideOf(element: Element) {
    const inner = allIn(element).filter(
      (at) => at.closest('svg') === null && (isVisible(at) || getComputedStyle(at).display === 'contents'),
    )
    const hasLetters = (at: Element) =>
      [...at.childNodes].some((node) => node.nodeType === 3 && (node.nodeValue ?? '').trim() !== '')
    const holders = [element, ...inner].filter(hasLetters)
    const pictures = [...element.querySelectorAll('svg, img, canvas, video')].filter(isVisible)
    const pseudos = [element, ...inner].flatMap((at) =>
      ['::before', '::after'].flatMap((which) => {
        const css = getComputedStyle(at, which)
        const isThere = css.content !== 'none' && css.content !== 'normal'
        return isThere ? [{ which, css }] : []
      }),
    )
    const drawn = [
      ...inner.map((at) => drawnBy(getComputedStyle(at)).join(', ')),
      ...pseudos.map(({ which, css }) => {
        const isText = css.content !== '""' && css.opacity !== '0'
        const parts = [...(isText ? [`${css.content} ${css.color}`] : []), ...drawnBy(css)]
        return parts.length > 0 ? `${which} ${parts.join(', ')}` : ''
      }),
      ...pictures.map((at) => `a picture, <${at.tagName.toLowerCase()}>`),
    ].filter((said) => said !== '')
    // What has no letters and is laid over those of others is behind or before them: nobody can tell.
    const isLaid = (css: CSSStyleDeclaration) =>
      css.position === 'absolute' && drawnBy(css).some((said) => /^(background|image)/.test(said))
    const isCovered =
      pseudos.some(({ css }) => isLaid(css)) ||
      inner.some((at) => !hasLetters(at) && isLaid(getComputedStyle(at)))
    return { holders: holders.length > 0 ? holders : [element], drawn, isCovered }
  }

  function toControl(element: Element, notice: Element, isFocused: boolean) {
    const css = getComputedStyle(element)
    const panel = isMeasured ? backgroundOf(parentOf(element)) : undefined
    const fill = isMeasured ? backgroundOf(element) : undefined
    const edges = edgesOf(css)
    const painted = [element, ...ancestorsOf(element)]
    const prose = parentOf(element)?.closest('p, li')
    const { holders, drawn, isCovered } = isMeasured
      ? insideOf(element)
      : { holders: [element], drawn: [], isCovered: false }
    const ofLetters = (read: (css: CSSStyleDeclaration, holder: Element) => string): string =>
      [...new Set(holders.map((holder) => read(getComputedStyle(holder), holder)))].join(' and ')
    const lines = (holder: Element): string =>
      [holder, ...ancestorsOf(holder).filter((at) => holds(element, at))]
        .map((at) => getComputedStyle(at).textDecorationLine)
        .filter((line) => line !== 'none')
        .join(' ')
    const untold = holders.map(findUntold).find((why) => why !== undefined)
    return {
      said: describe(element),
      tag: element.tagName,
      type: element.getAttribute('type') ?? '',
      role: element.getAttribute('role') ?? '',
      name: nameOf(element),
      text: textOf(element),
      isVisible: isVisible(element),
      isDisabled: element.matches(':disabled') || element.getAttribute('aria-disabled') === 'true',
      prose: prose && holds(notice, prose) ? prose.tagName.toLowerCase() : undefined,
      isTabbed: (element as HTMLElement).tabIndex >= 0,
      tabOrder: Number(element.getAttribute('tabindex') ?? 0),
      box: toBox(element),
      isHit: !isMeasured || isHit(element),
      isWhollyHit: !isMeasured || isWhollyHit(element),
      isInWindow: !isMeasured || isInWindow(element),
      print: {
        size: ofLetters(({ fontSize }) => fontSize),
        weight: ofLetters(({ fontWeight }) => fontWeight),
        family: ofLetters(({ fontFamily }) => fontFamily),
        case: ofLetters(({ textTransform }) => textTransform),
        decoration: ofLetters((_, holder) => lines(holder) || 'none'),
        style: ofLetters(({ fontStyle }) => fontStyle),
      },
      weight: {
        ...Object.fromEntries(edges.map(({ side, said }) => [`border-${side}`, said])),
        outline:
          isFocused || css.outlineStyle === 'none'
            ? 'none'
            : `${css.outlineWidth} ${css.outlineStyle} ${css.outlineColor}`,
        image: css.backgroundImage,
        shadow: css.boxShadow,
        'letters’ shadow': css.textShadow,
        opacity: String(isMeasured ? round(painted.reduce((all, at) => all * opacityOf(at), 1)) : 1),
        filter: isMeasured ? painted.map(filtersOf).join(' ').trim() || 'none' : 'none',
        inside: drawn.join(' and ') || 'none',
      },
      /** Why what is seen of it cannot be told. */
      untold: !isMeasured
        ? undefined
        : isCovered
          ? `something is laid over or under the letters of ${describe(element)}`
          : untold,
      fill: fill ? say(fill) : '',
      ink: ofLetters((_, holder) => (isMeasured ? say(seenInk(holder)) : '')),
      /** How far from grey fill and letters are, from 0 to 1. */
      fillColour: fill ? round(colourfulness(fill)) : 0,
      textColour: isMeasured
        ? round(Math.max(...holders.map((holder) => colourfulness(seenInk(holder)))))
        : 0,
      fillContrast: panel && fill ? round(contrast(fill, panel)) : 1,
      textContrast: isMeasured ? round(Math.min(...holders.map(inkContrast))) : 21,
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

  const SWITCHES =
    'input[type=checkbox], input[type=radio], [role=switch], [role=checkbox], [role=radio], [aria-pressed]'
  /** Read or scrolled with the keyboard, and nothing to press: it needs no edge, and its name is no label. */
  const isArea = (element: Element): boolean =>
    element.matches(
      'section, article, pre, ul, ol, table, [role=region], [role=group], [role=list], [role=log]',
    )
  const labelsOf = (element: Element): Element[] => [...((element as HTMLInputElement).labels ?? [])]
  const isSwitch = (element: Element): boolean => element.matches(SWITCHES)
  const isOn = (element: Element): boolean =>
    ['aria-checked', 'aria-pressed'].some((name) => element.getAttribute(name) === 'true') ||
    (element as HTMLInputElement).checked === true
  /** Switches that can be switched: also those that something drawn, or their label, stands for on the screen. */
  const switchesIn = (root: ParentNode): Element[] =>
    allIn(root).filter(
      (element) =>
        isSwitch(element) &&
        (isVisible(element) || isRendered(element, true) || labelsOf(element).some(isVisible)),
    )
  /** What is aimed at to press a control: its label, or what stands for it. */
  const targetOf = (element: Element): Element =>
    element.closest('label') ??
    (isVisible(element) ? element : (labelsOf(element).find(isVisible) ?? parentOf(element) ?? element))

  return { toControl, isArea, isSwitch, isOn, switchesIn, targetOf, ancestorsOf }
}
