/**
 * What a person takes home, for pages of your own: their receipt, and their link to what is kept of them. `MyChoices`
 * has both.
 *
 * @module @askfirst/react/receipt
 */

'use client'

// A subpath of its own: the dialog loads them when it is opened, and the first page nobody who does not import it.

export { OwnLink } from './own-link.tsx'
export { ReceiptView } from './receipt-view.tsx'
