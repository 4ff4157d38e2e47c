/**
 * Shows that what was recorded is what was signed: trees, checkpoints, receipts. Runs in browsers and in Node.
 *
 * @module @askfirst/core/evidence
 */

// gives: servers what they make evidence with, and whoever holds some what to check it with

export {
  CHECKPOINT_ALGORITHM,
  CHECKPOINT_TYPE,
  type Checkpoint,
  type CheckpointReading,
  type PublicKeys,
  readCheckpoint,
  toMarks,
  toMeetingHash,
  toPayload,
} from './evidence/checkpoint.ts'
export {
  EMPTY_FRONTIER,
  extend,
  type Frontier,
  type Hash,
  portableHash,
  toLeafHash,
  toRoot,
} from './evidence/merkle.ts'
export {
  type ConsistencyClaim,
  type InclusionClaim,
  isConsistent,
  isIncluded,
} from './evidence/merkle-proof.ts'
export {
  createGrowingTree,
  createMerkleTree,
  type GrowingTree,
  type MerkleTree,
} from './evidence/merkle-tree.ts'
export {
  createReceipt,
  type HeldCheckpoint,
  type Receipt,
  type ReceiptEvent,
  type ReceiptFinding,
  type ReceiptFindings,
  type ReceiptOptions,
  type VerifyReceiptOptions,
  verifyReceipt,
} from './evidence/receipt.ts'
export {
  isPersonKey,
  type OpenedBody,
  openBody,
  type PersonKey,
  type RandomBytes,
  redactBody,
  selectHandles,
  toBody,
  toErasedName,
  toEvent,
  toHandle,
} from './evidence/seal.ts'
export {
  type LateSigning,
  type MeetingEvidence,
  type MeetingFinding,
  type MeetingFindings,
  type VerifyMeetingOptions,
  verifyMeeting,
} from './evidence/verify-meeting.ts'
export type { PublicKey, VerifySignature } from './ports.ts'
