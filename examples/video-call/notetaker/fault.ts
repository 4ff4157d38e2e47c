/** An error whose words may be logged: they quote nothing that anybody said. */
export class Fault extends Error {
  override readonly name = 'Fault'
}

/**
 * What sort of error it is, and no more: parsers and validators quote what they could not read, and here that is
 * what people said.
 */
export function kindOf(reason: unknown): string {
  if (!(reason instanceof Error)) return typeof reason
  const code = 'code' in reason && typeof reason.code === 'string' ? ` ${reason.code}` : ''
  return reason.name + code
}

/** Logs that something went wrong, in words of our own. */
export const complain = (reason: unknown): void =>
  console.error('notetaker:', reason instanceof Fault ? reason.message : kindOf(reason))
