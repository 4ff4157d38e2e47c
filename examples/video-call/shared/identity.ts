/** Who somebody is in a meeting, as their token says it. Nobody can say it in a message. */
export interface Identity {
  readonly meeting: string
  readonly participant: string
  readonly name: string
  readonly role: 'host' | 'attendee'
  readonly kind: 'person' | 'agent'
}

/** The meeting claim of an agent that serves every room of this server. */
export const everyMeeting = '*'
