import { availableParallelism } from 'node:os'
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

/** What pages and programs come to is looked for again until it is so: beside other work a second passes quickly. */
const patient = { expect: { poll: { timeout: 15_000, interval: 100 } } }

const e2e = ['tests/e2e/**/*.test.ts']
/** Those that hear who is heard, and count packets: what else the machine does would be heard as silence. */
const listening = ['call', 'consent', 'hearing', 'indicator', 'sound', 'standing-no'].map(
  (name) => `tests/e2e/${name}.test.ts`,
)

export default defineConfig({
  test: {
    // One more than there are cores: tests that wait for leases to end, and for servers to fall, mostly sleep.
    maxWorkers: availableParallelism() + 1,
    projects: [
      // Files that leave nothing behind in their process may share it: that saves half of the time of core.
      node('core', ['packages/core/{src,tests}/**/*.test.ts'], { testTimeout: 20_000, isolate: false }),
      node('server', ['packages/server/{src,tests}/**/*.test.ts'], { testTimeout: 60_000, isolate: false }),
      node('testing', ['packages/testing/{src,tests}/**/*.test.ts'], { testTimeout: 20_000 }),
      node('react', ['packages/react/{src,tests}/**/*.test.{ts,tsx}'], {
        environment: 'jsdom',
        testTimeout: 20_000,
        setupFiles: ['packages/react/tests/leave-nothing.ts'],
        isolate: false,
      }),
      node('examples', ['examples/**/*.test.{ts,tsx}'], { ...patient, testTimeout: 30_000 }),
      node('workspace', ['tests/workspace/**/*.test.ts', 'scripts/**/*.test.ts'], {
        testTimeout: 180_000,
        isolate: false,
      }),
      node('protocol', ['tests/protocol/**/*.test.ts'], { testTimeout: 30_000, isolate: false }),
      node('packages', ['tests/consumers/**/*.test.ts'], {
        testTimeout: 180_000,
        hookTimeout: 180_000,
        sequence: { groupOrder: 1 },
      }),
      node('e2e', e2e, {
        ...patient,
        testTimeout: 180_000,
        hookTimeout: 180_000,
        globalSetup: ['tests/e2e/src/build-web-app.ts'],
        exclude: [...configDefaults.exclude, ...listening],
        sequence: { groupOrder: 1 },
      }),
      node('e2e-listening', listening, {
        ...patient,
        testTimeout: 180_000,
        hookTimeout: 180_000,
        globalSetup: ['tests/e2e/src/build-web-app.ts'],
        fileParallelism: false,
        sequence: { groupOrder: 2 },
      }),
      node('fair', ['tests/fair/**/*.test.ts'], {
        testTimeout: 180_000,
        hookTimeout: 180_000,
        maxConcurrency: 8,
        globalSetup: ['tests/fair/src/serve-page.ts'],
        // Half of what people at a notice do is wait: two files at a time leave no processor idle.
        maxWorkers: 2,
        isolate: false,
        sequence: { groupOrder: 3 },
      }),
    ],
  },
})
