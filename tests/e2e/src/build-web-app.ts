import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const vite = createRequire(import.meta.url).resolve('vite/package.json')

declare global {
  /** The projects of vitest share a process, and no module in it. */
  var builtWebApp: Promise<unknown> | undefined
}

/** Builds the web app of the call, once for all projects; in its own process, since a test runner's NODE_ENV is not people's. */
export async function setup(): Promise<void> {
  globalThis.builtWebApp ??= promisify(execFile)(
    process.execPath,
    [join(dirname(vite), 'bin/vite.js'), 'build', '--logLevel', 'warn'],
    {
      cwd: fileURLToPath(new URL('../../../examples/video-call/', import.meta.url)),
      env: { ...process.env, NODE_ENV: 'production' },
    },
  )
  await globalThis.builtWebApp
}
