import type { PageTools } from './tools.ts'

// takes: a notice · gives: what moves in it or with it, or would by its styles

/** What moves in the notice or with it, or would. Runs in the page. */
export function findMotion(tools: PageTools, { notice }: { readonly notice: Element }): string[] {
  const around = tools.ancestorsOf(notice)
  // What holds the notice and no other words moves for it alone.
  const wrappers = around.filter((at) => tools.textOf(at) === tools.textOf(notice))
  const inside = [notice, ...tools.allIn(notice)]
  const running = [...inside, ...around]
    .flatMap((at) => at.getAnimations())
    .filter(({ playState, effect }) => playState === 'running' && isLong(effect?.getComputedTiming()))
    .filter(({ effect }) => !isOnce(effect) || !isFade((effect as KeyframeEffect | null)?.getKeyframes()))
    .map((animation) => `${describeTarget(animation)} is being animated`)
  function isLong(timing: ComputedEffectTiming | undefined): boolean {
    return Number(timing?.activeDuration ?? 0) > 20
  }
  /** What fades again and again blinks, and what takes longer than this draws the eye as if it moved. */
  function isOnce(effect: AnimationEffect | null): boolean {
    const { iterations = 1, activeDuration = 0 } = effect?.getComputedTiming() ?? {}
    return iterations <= 1 && Number(activeDuration) <= 5_000
  }
  /** What comes in by its colour or opacity alone stays where it is; how fast is not what. */
  function isStill(name: string): boolean {
    return /^(opacity|visibility|fill|stroke|(.*-)?color|animation-timing-function|animation-composition)$/.test(
      name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    )
  }
  function isFade(frames: readonly ComputedKeyframe[] = []): boolean {
    const OTHER = ['offset', 'computedOffset', 'easing', 'composite']
    return frames.every((frame) => Object.keys(frame).every((name) => OTHER.includes(name) || isStill(name)))
  }
  /** All of that name in a style sheet; none where it is of another origin. */
  function framesOf(name: string, rules: CSSRuleList): CSSKeyframesRule[] {
    return [...rules].flatMap((rule) => {
      if (rule instanceof CSSKeyframesRule) return rule.name === name ? [rule] : []
      return 'cssRules' in rule ? framesOf(name, rule.cssRules as CSSRuleList) : []
    })
  }
  /** Whether nothing moves by any of the animations that are named, as far as their frames can be read. */
  function isFadeByName(names: string, element: Element): boolean {
    const roots = new Set([document, element.getRootNode() as Document | ShadowRoot])
    const sheets = [...roots].flatMap((root) => [...root.styleSheets, ...root.adoptedStyleSheets])
    return names.split(', ').every((name) => {
      const found = sheets.flatMap((sheet) => {
        try {
          return framesOf(name, sheet.cssRules)
        } catch {
          return []
        }
      })
      const frames = found.flatMap((rule) => [...rule.cssRules] as CSSKeyframeRule[])
      return frames.length > 0 && frames.every(({ style }) => [...style].every(isStill))
    })
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
  const would = [...around, ...inside].flatMap((element) => {
    const css = getComputedStyle(element)
    const mayMove = !around.includes(element) || wrappers.includes(element)
    const isMoving = mayMove && longest(css.transitionDuration) > 20 && MOVES.test(css.transitionProperty)
    const isAnimated =
      css.animationName !== 'none' &&
      longest(css.animationDuration) > 20 &&
      (longest(css.animationDuration) > 5_000 ||
        !css.animationIterationCount.split(',').every((times) => Number(times) <= 1) ||
        !isFadeByName(css.animationName, element))
    return isMoving || isAnimated ? [`${tools.describe(element)} has motion in its styles`] : []
  })
  return [...new Set([...running, ...would])]
}
