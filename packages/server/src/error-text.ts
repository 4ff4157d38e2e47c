/** What was thrown, in its own words: to be told inside of others. */
export const toErrorText = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

/** Whether Node said so of a file or a socket: `ENOENT`. */
export const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
