import { copyFileSync } from 'node:fs'
import { tsupPackage } from '../../scripts/tsup-package.ts'

export default tsupPackage({
  esbuildOptions(options) {
    // Arabic as it is, not as escapes four times as long.
    options.charset = 'utf8'
  },
  onSuccess: async () => {
    for (const file of ['styles.css', 'styles.d.ts']) copyFileSync(`src/${file}`, `dist/${file}`)
  },
})
