import { cpSync } from 'node:fs'
import { build } from 'esbuild'
import { tsupPackage } from '../../scripts/tsup-package.ts'

export default tsupPackage({
  esbuildOptions(options) {
    // Arabic as it is, not as escapes four times as long.
    options.charset = 'utf8'
  },
  onSuccess: async () => {
    // One file, for pages that link it as it is.
    await build({
      entryPoints: ['src/styles.css'],
      bundle: true,
      outfile: 'dist/styles.css',
      logLevel: 'warning',
    })
    cpSync('src/styles.d.ts', 'dist/styles.d.ts')
  },
})
