/**
 * Asks people who are in the call by telephone: by voice, answered by key. For a bridge's server.
 *
 * @module @askfirst/core/phone
 */

export type { PhoneAnnouncement, PhoneTextKey } from './phone/phone-announcement.ts'
export { createPhoneMenu, type PhoneMenu, type PhoneMenuOptions } from './phone/phone-menu.ts'
