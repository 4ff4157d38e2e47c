import { tsupPackage } from '../../scripts/tsup-package.ts'

export default tsupPackage()
