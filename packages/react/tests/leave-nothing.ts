import { cleanup } from '@testing-library/react'
import { afterEach, beforeAll, vi } from 'vitest'
import { seam } from '../src/seam.ts'
import { browser } from './call-page.tsx'

// Run for each file: they share a process, in which what a module asks for as it is loaded is done for the first of them
// alone. Testing Library does so too.

const real = { ...seam }

beforeAll(() => {
  Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true)
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  Object.assign(seam, real)
  Object.assign(browser, { isSeen: true, isPerson: true })
})
