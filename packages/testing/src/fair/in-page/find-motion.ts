import type { PageTools } from './tools.ts'

// takes: a notice · gives: what moves in it or with it, or would by its styles

/** What moves in the notice or with it, or would. Runs in the page. */
export function findMotion(tools: PageTools, { notice }: { readonly notice: Element }): string[] {
  const around = tools.ancestorsOf(notice)
  // What holds the notice and no other words moves for it alone.
  const wrappers = around.filter((at) => tools.textOf(at) === tools.textOf(notice))
  const running = [...notice.getAnimations({ subtree: true }), ...around.flatMap((at) => at.getAnimations())]
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
  const would = [...around, notice, ...notice.querySelectorAll('*')].flatMap((element) => {
    const css = getComputedStyle(element)
    const mayMove = !around.includes(element) || wrappers.includes(element)
    const isMoving = mayMove && longest(css.transitionDuration) > 20 && MOVES.test(css.transitionProperty)
    const isAnimated = css.animationName !== 'none' && longest(css.animationDuration) > 20
    return isMoving || isAnimated ? [`${tools.describe(element)} has motion in its styles`] : []
  })
  return [...new Set([...running, ...would])]
}
