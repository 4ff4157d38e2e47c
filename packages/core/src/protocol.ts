/**
 * The messages between clients, AI workers and the authority, as schemas, for a transport of your own.
 *
 * @module @askfirst/core/protocol
 */

// gives: whoever carries messages their own way the schemas to check them by, and whether two versions get on

export { sentCommandSchema } from './commands.ts'
export { type ClientMessage, clientMessageSchema, type Hello } from './protocol/client-messages.ts'
export {
  type AllowList,
  type ErasureDuty,
  type GateMessage,
  gateMessageSchema,
} from './protocol/gate-messages.ts'
export {
  type Refusal,
  type ServerMessage,
  serverMessageSchema,
  type ViewChange,
  type Welcome,
} from './protocol/server-messages.ts'
export { isCompatible, PROTOCOL_VERSION } from './protocol/version.ts'
