// One file for everything that needs Radix: it is loaded after everything else, whichever of them opens first.

export { MyChoicesDialog } from './my-choices-dialog.tsx'
export { PreviewDialog } from './preview-dialog.tsx'
