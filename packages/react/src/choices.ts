/**
 * What My choices is made of, for a page or a panel of the app's own.
 *
 * @module @askfirst/react/choices
 */

'use client'

// A subpath of its own: in the dialog it is loaded when somebody opens that, and no earlier.

export { type Choice as ChoiceModel, ChoiceParts as Choice, type ChoiceRootProps } from './choice-parts.tsx'
export { ReceiptView } from './receipt-view.tsx'
