// takes: a command · gives: whether it is a no; apart from the schemas of commands, which a page does not carry

/** Whether a command is a no. */
export const isNoCommand = <One extends { readonly type: string }>(
  command: One,
): command is One & { readonly type: 'consent.decline' | 'consent.withdraw' } =>
  command.type === 'consent.decline' || command.type === 'consent.withdraw'
