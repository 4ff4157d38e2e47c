import { readFileSync } from 'node:fs'
import type { Options } from 'tsup'

interface Manifest {
  exports: Record<string, string | { 'askfirst-source'?: string }>
  bin?: Record<string, string>
}

/**
 * The one way a package of this repository becomes JavaScript. Its entries are read from the package's own
 * exports map and `bin`, so a subpath is named in one place. Declarations are made by `tsc -p tsconfig.build.json`.
 */
export const tsupPackage = (options: Options = {}): Options => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest
  const exported = Object.values(manifest.exports).flatMap((target) =>
    typeof target === 'string' ? [] : (target['askfirst-source'] ?? []),
  )
  const bins = Object.values(manifest.bin ?? {}).map((file) =>
    file.replace(/^\.\/dist\/(.*)\.js$/, './src/$1.ts'),
  )
  const files = [...exported, ...bins].filter((file) => /\.tsx?$/.test(file))
  return {
    entry: Object.fromEntries(files.map((file) => [file.replace(/^\.\/src\/|\.tsx?$/g, ''), file])),
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    splitting: true,
    sourcemap: true,
    clean: true,
    dts: false,
    silent: true,
    ...options,
  }
}
