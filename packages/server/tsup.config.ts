import { tsupPackage } from '../../scripts/tsup-package.ts'

// `node:sqlite` exists under that name only.
export default tsupPackage({ platform: 'node', removeNodeProtocol: false })
