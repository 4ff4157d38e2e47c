import { commonSurfaces } from './common-surfaces.ts'
import { rareSurfaces } from './rare-surfaces.ts'
import type { Surface } from './surface.ts'

/** Every prefab in every state. */
export const surfaces: Readonly<Record<string, Surface>> = { ...commonSurfaces, ...rareSurfaces }
