// One file for everything that needs Radix, or can wait: it is loaded after everything else, whichever of them opens first.

export { lookForStyles } from './look-for-styles.ts'
export { MyChoicesDialog } from './my-choices-dialog.tsx'
export { PreviewDialog } from './preview-dialog.tsx'
