import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'

// Workers, and every process a test starts from the sources, find what the one before them has compiled.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url))

/** Tests and examples resolve the packages to their sources, so no build is needed first. */
const fromSource = ['askfirst-source']
const shared = {
  resolve: { conditions: [...fromSource, 'module', 'node', 'development|production'] },
  ssr: { resolve: { conditions: [...fromSource, 'module', 'node', 'development|production'] } },
}

const node = (name: string, include: string[], test: Record<string, unknown> = {}) => ({
  ...shared,
  test: { name, include, environment: 'node', exclude: [...configDefaults.exclude, '**/dist/**'], ...test },
})

export default defineConfig({
  test: {
    // One fewer is vitest's own choice: on two cores that is one after the other.
    maxWorkers: '100%',
    projects: [
      // Core touches nothing outside of itself: its files may share a process, which saves half of their time.
      node('core', ['packages/core/{src,tests}/**/*.test.ts'], { testTimeout: 20_000, isolate: false }),
      node('server', ['packages/server/{src,tests}/**/*.test.ts'], { testTimeout: 20_000 }),
      node('testing', ['packages/testing/{src,tests}/**/*.test.ts'], { testTimeout: 20_000 }),
      node('react', ['packages/react/{src,tests}/**/*.test.{ts,tsx}'], {
        environment: 'jsdom',
        testTimeout: 20_000,
      }),
      node('examples', ['examples/**/*.test.{ts,tsx}'], { testTimeout: 30_000 }),
      node('workspace', ['tests/workspace/**/*.test.ts', 'scripts/**/*.test.ts'], { testTimeout: 60_000 }),
      node('protocol', ['tests/protocol/**/*.test.ts'], { testTimeout: 30_000 }),
      node('packages', ['tests/consumers/**/*.test.ts'], {
        testTimeout: 180_000,
        hookTimeout: 180_000,
        sequence: { groupOrder: 1 },
      }),
      node('e2e', ['tests/e2e/**/*.test.ts'], {
        testTimeout: 180_000,
        hookTimeout: 180_000,
        fileParallelism: false,
        sequence: { groupOrder: 2 },
      }),
      node('fair', ['tests/fair/**/*.test.ts'], {
        testTimeout: 180_000,
        hookTimeout: 180_000,
        maxConcurrency: 8,
        globalSetup: ['tests/fair/src/serve-page.ts'],
        fileParallelism: false,
        sequence: { groupOrder: 3 },
      }),
    ],
  },
})
