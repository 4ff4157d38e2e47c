import { commonSurfaces } from './common-surfaces.ts'
import { otherSurfaces } from './other-surfaces.ts'
import { rareSurfaces } from './rare-surfaces.ts'
import type { Surface } from './surface.ts'

/** Every prefab in every state that lasts long enough to be looked at. */
export const surfaces: Readonly<Record<string, Surface>> = {
  ...commonSurfaces,
  ...rareSurfaces,
  ...otherSurfaces,
}
