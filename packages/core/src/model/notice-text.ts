/** One registered text, by its hash. */
export interface NoticeHash {
  /** Id of the feature. */
  readonly feature: string
  readonly revision: number
  /** BCP 47. */
  readonly lang: string
  /** SHA-256, hex, of the declaration that the text was made from. */
  readonly declaration: string
  /** SHA-256, hex, of the text. */
  readonly hash: string
}

/** Registered texts without their words: what `createConsentClient` needs of `notices.json`. */
export interface NoticeHashes {
  readonly v: number
  readonly texts: readonly NoticeHash[]
}
