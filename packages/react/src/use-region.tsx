import type { Own } from './part.tsx'
import type { Text } from './text.ts'
import { type RefTarget, useRefs } from './use-refs.ts'
import { useSurface } from './use-surface.tsx'

/** What a region is by itself that stays in sight whatever fills the screen. */
export function useRegion(text: Text, isOpen: boolean, first: RefTarget, second?: RefTarget): Own {
  const { place, rootProps, showAbove, slot, where } = useSurface()
  return {
    ...rootProps,
    ref: useRefs(showAbove, first, second),
    lang: text.lang,
    dir: text.dir,
    'data-where': where,
    wrap: (inside) => (
      <>
        {inside}
        {where === 'over' && <p className="askfirst-over">{text.t('leaveFullscreen')}</p>}
      </>
    ),
    frame: (element) => (
      <>
        {slot}
        {isOpen && place(element)}
      </>
    ),
  }
}
