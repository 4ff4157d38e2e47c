import { cpSync } from 'node:fs'
import { tsupPackage } from '../../scripts/tsup-package.ts'

export default tsupPackage({
  esbuildOptions(options) {
    // Arabic as it is, not as escapes four times as long.
    options.charset = 'utf8'
  },
  onSuccess: async () => {
    for (const path of ['styles.css', 'styles', 'styles.d.ts']) {
      cpSync(`src/${path}`, `dist/${path}`, { recursive: true })
    }
  },
})
