import type { ConsentClient, FeatureStatus } from '@askfirst/core'
import { type ReactNode, useId, useState } from 'react'
import { type PartOptions, useConsentClient, useText } from './context.tsx'
import { FeatureDetails } from './feature-details.tsx'
import { useIsInLobby, useIsLive, useStatus } from './features.ts'
import { createParts } from './part.tsx'
import { needsYes, toStopKey } from './policy-words.ts'
import { AskedProvider } from './question-parts.tsx'
import { sayStanding } from './standing.ts'
import type { Text } from './text.ts'
import { useEraseOffer } from './use-erase-offer.tsx'
import { WANTED } from './use-focus-return.ts'
import { useGrantedAsks } from './use-granted-asks.tsx'
import { withdraw } from './use-indicator.ts'
import { useKeptFocus } from './use-kept-focus.ts'
import { type Question, toQuestionKey, useAsked } from './use-question.ts'
import { useRequestOff } from './use-request-off.tsx'
import { nameStatus } from './words.ts'

/** One feature as a person may answer it and change the answer. */
export interface Choice {
  readonly status: FeatureStatus
  /** The question, while it is put: open, or being changed. */
  readonly question: Question | undefined
  /** Puts the question to who has answered it; undefined where there is nothing to change it to. */
  readonly change: (() => void) | undefined
  /** Takes a yes back, or says no to what begins by itself; undefined where there is none. */
  readonly stop: (() => void) | undefined
}

interface Parts extends Choice {
  readonly client: ConsentClient
  readonly text: Text
  readonly titleId: string
  /** Read, and not begun yet: a no is as near as it will be then. */
  readonly isToBegin: boolean
  readonly isInLobby: boolean
  readonly isWanted: boolean
}
const { Provider, part } = /* @__PURE__ */ createParts<Parts>('Choice')

/** Which feature the parts inside are of. */
export interface ChoiceRootProps extends PartOptions {
  /** The id of its status: declared, or `<feature>@<owner>`. */
  readonly feature: string
  /** Whether the person came here for it: then the question is put at once. @default false */
  readonly isWanted?: boolean | undefined
  /** The parts, or a function of the choice that renders them. Those of a question are `Notice.Lead` to `Notice.Refuse`. */
  readonly children: ReactNode | ((choice: Choice) => ReactNode)
}

/** Holds one feature for the person to answer, change and take back, in a settings page or a panel of the app's own. */
function ChoiceRoot({ feature: id, isWanted = false, children, ...options }: ChoiceRootProps) {
  const client = useConsentClient(options.client)
  const text = useText(options.text)
  const status = useStatus(id, client)
  const isInLobby = useIsInLobby(client)
  const titleId = useId()
  // Put to the answer that stands, or that will once it is known: with another one, wherever it was given, it is over.
  const [changing, setChanging] = useState<number | boolean>(isWanted)
  const isLive = useIsLive(client)
  if (changing === true && isLive && status !== undefined) setChanging(status.decision)
  const isChanging = changing === true || changing === status?.decision
  const [read, setRead] = useState('')
  const mayAccept = status?.actions.includes('accept') === true || status?.standing === 'sending'
  const isRead = status?.shown === true && read === toQuestionKey(status)
  const isAsking = mayAccept && !isRead && (status?.standing !== 'left-out' || isChanging)
  const asked = useAsked({
    client,
    text,
    status: isAsking ? status : undefined,
    onRead: (question) => setRead(toQuestionKey(question)),
  })
  if (status === undefined) return null
  const { actions, feature, standing } = status
  // Who is left out already stays so without another decision.
  const isSame = asked !== undefined && standing === 'left-out' && feature.policy.decline !== 'leave'
  const stay = (): void => {
    asked?.forget()
    setChanging(false)
  }
  const question = isSame ? { ...asked, onRefuse: stay } : asked
  const isToBegin = isRead && standing === 'question' && !needsYes(feature)
  const choice: Choice = {
    status,
    question,
    change: mayAccept && !isAsking && !isToBegin ? () => setChanging(status.decision) : undefined,
    stop: isToBegin || actions.includes('withdraw') ? () => void withdraw(client, id) : undefined,
  }
  return (
    <Provider value={{ ...choice, client, text, titleId, isToBegin, isInLobby, isWanted }}>
      <AskedProvider value={question && { ...question, text }}>
        {typeof children === 'function' ? children(choice) : children}
      </AskedProvider>
    </Provider>
  )
}

/** The section of the feature, named by its title. */
const ChoiceRegion = /* @__PURE__ */ part('section', ({ isWanted, status, titleId }) => {
  const [region, setRegion] = useState<HTMLElement | null>(null)
  useKeptFocus(region)
  return {
    ref: setRegion,
    tabIndex: -1,
    'aria-labelledby': titleId,
    'data-state': status.standing,
    [WANTED]: isWanted ? '' : undefined,
  }
})

/** The feature by name, which names the region. */
const ChoiceTitle = /* @__PURE__ */ part('h3', ({ status, text, titleId }) => {
  return { id: titleId, says: nameStatus(status, text) }
})

/** What is enforced. */
const ChoiceText = /* @__PURE__ */ part('p', ({ status, text }) => {
  const { phase, standing } = status
  return {
    'data-state': phase === 'off' && standing !== 'stopping' ? 'off' : standing,
    says: sayStanding(status, text),
  }
})

/** Around the parts of a question, which have to be seen before they count; not there while it is not put. */
const ChoiceQuestion = /* @__PURE__ */ part('div', ({ question }) => {
  return question && { ref: question.watch, 'data-state': question.progress }
})

/** Puts the question to who has answered it; not there where there is nothing to change. */
const ChoiceChange = /* @__PURE__ */ part('button', ({ change, text }) => {
  return change && { onClick: change, says: text.t('change') }
})

/** Takes a yes back, or says no to what begins by itself. */
const ChoiceStop = /* @__PURE__ */ part('button', ({ status, stop, text, isInLobby }) => {
  return stop && { 'data-askfirst': 'withdraw', onClick: stop, says: text.t(toStopKey(status, isInLobby)) }
})

/** Switches for the optional asks of who is included; not there where there are none. */
const ChoiceAsks = /* @__PURE__ */ part('fieldset', ({ client, isToBegin, status, stop, text }) => {
  const isThere = stop !== undefined && !isToBegin && !status.outdated
  return useGrantedAsks({ client, text, status: isThere ? status : undefined })
})

/** What became of erasing, below the offer of it once the person is no longer included. */
const ChoiceErase = /* @__PURE__ */ part('div', useEraseOffer)

/** Asks the hosts to turn it off for everybody; not there where nobody can be asked. */
const ChoiceRequestOff = /* @__PURE__ */ part('div', useRequestOff)

/** Who turned it on, what it takes and what for, who processes it, how long it is kept and whether it trains. */
const ChoiceDetails = /* @__PURE__ */ part('details', ({ isWanted, question, status, text }) => {
  // What it takes is in another declaration than this page's.
  if (status.outdated) return undefined
  // The question says the half of it.
  const says = <FeatureDetails status={status} text={text} isAsked={question !== undefined} />
  return { open: isWanted, says }
})

/**
 * The unstyled parts that a feature in `MyChoices` is made of, for a page of the app's own. Each takes a ref, the props
 * of its element and `asChild`.
 */
export const ChoiceParts = {
  /** Holds one feature for the person to answer, change and take back. */
  Root: ChoiceRoot,
  /** The section of the feature, named by its title. */
  Region: ChoiceRegion,
  /** The feature by name, which names the region. */
  Title: ChoiceTitle,
  /** What is enforced. */
  Text: ChoiceText,
  /** Around the parts of a question, which have to be seen before they count. */
  Question: ChoiceQuestion,
  /** Puts the question to who has answered it. */
  Change: ChoiceChange,
  /** Switches for the optional asks of who is included. */
  Asks: ChoiceAsks,
  /** Takes a yes back, or says no to what begins by itself. */
  Stop: ChoiceStop,
  /** What became of erasing, below the offer of it: that stands beside the part's element, and is not in it. */
  Erase: ChoiceErase,
  /** Asks the hosts to turn it off for everybody. */
  RequestOff: ChoiceRequestOff,
  /** Who turned it on, what it takes and what for, who processes it, how long it is kept and whether it trains. */
  Details: ChoiceDetails,
} as const
