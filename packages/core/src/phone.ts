/**
 * Asks people who are in the call by telephone: by voice, answered by key. For a bridge's server.
 *
 * @module @askfirst/core/phone
 */

// gives: a bridge's server the menu that asks by voice, and the types of what is to be spoken

export type { PhoneAnnouncement, PhoneTextKey } from './phone/phone-announcement.ts'
export { createPhoneMenu, type PhoneMenu, type PhoneMenuOptions } from './phone/phone-menu.ts'
