import {
  type Ask,
  AskFirstError,
  type Company,
  type FeatureOptions,
  type FeatureStatus,
  type FeatureText,
  type ParticipantKind,
  selectOptionalAsks,
  selectRequiredAsks,
} from '@askfirst/core'
import { listLanguageNames } from './language-names.ts'
import { needsYes, sayEnding, sayPolicy, toRefuseKey } from './policy-words.ts'
import { isolate, type Text, toDays, toList, toRow, toSentences } from './text.ts'

/** One optional ask in words. */
export interface OptionalAskWords {
  readonly id: string
  readonly label: string
}

/** Yes and no, in the order in which they stand everywhere. */
export const ANSWERS = ['accept', 'refuse'] as const

/** Everything the first layer of a notice says, in the order it is said. */
export interface NoticeWords {
  /** The feature's name. */
  readonly name: string
  readonly title: string
  /** Who turned it on, what is taken, what for. */
  readonly lead: string
  readonly facts: readonly { readonly label: string; readonly text: string }[]
  /** What the policy does, what a no does, and who may learn of the answer. */
  readonly notes: readonly string[]
  /** Which of the notes is a warning: that the time to answer is nearly over. Undefined where it is not. */
  readonly warning: string | undefined
  /** What stands above the optional asks, where there are any. */
  readonly legend: string | undefined
  readonly optional: readonly OptionalAskWords[]
  /** The yes; where none is needed, that it was read. */
  readonly accept: string
  readonly refuse: string
  /** Undefined where it begins by itself: that cannot be put off. */
  readonly later: string | undefined
  readonly details: string
}

/** What the words depend on beside the feature. */
export interface NoticeContext {
  /** Display name of who turned it on, where it is known. */
  readonly by?: string | undefined
  readonly company: Company
  readonly kind: ParticipantKind
  /** Whether the answer is a yes also where none is needed: to optional asks, or after a no. @default false */
  readonly isYes?: boolean | undefined
  /** Whether what begins by itself has begun, while the notice is still there to be read. @default false */
  readonly hasBegun?: boolean | undefined
  /** Whether the person has not joined yet: a no that means leaving is one to joining then. @default false */
  readonly isInLobby?: boolean | undefined
  /** Whether the time to answer is nearly over, of which a note warns. @default false */
  readonly isEnding?: boolean | undefined
}

/**
 * The words of a notice. The host's preview, the lobby, the call and my choices all say these.
 *
 * @throws AskFirstError where the feature has words of its own, but none in this language
 */
export function describeNotice(feature: FeatureOptions, text: Text, context: NoticeContext): NoticeWords {
  const { t } = text
  const own = selectFeatureText(feature, text)
  const name = nameFeature(feature, text)
  const asksYes = needsYes(feature)
  const required = listRequired(feature)
  const optional = context.kind === 'person' ? selectOptionalAsks(feature) : []
  const takes = own?.why ?? sayTakes(feature, text)
  const asked = nameAsked(feature, text, context.by)
  return {
    name,
    title: context.hasBegun
      ? `${asked} · ${t('standing_included', { data: listData(required, text) })}`
      : t(asksYes ? 'question' : 'tellTitle', { feature: asked }),
    lead: toSentences(text, [
      t('turnedOn', { name: nameStarter(feature, text, context.by), feature: name }),
      takes,
    ]),
    facts: [
      { label: t('processedBy'), text: listProcessors(feature, text) },
      { label: t('kept'), text: sayRetention(feature, text) },
    ],
    notes: [...sayPolicy(feature, text, context), ...sayWhoSees(feature, text, context)],
    warning: context.isEnding ? sayEnding(feature, text) : undefined,
    legend: optional[0] && t('optionalAsks'),
    optional: optional.map((id) => ({ id, label: sayAsk(feature, id, text) })),
    accept: t(asksYes || context.isYes ? 'accept' : 'okay'),
    refuse: t(toRefuseKey(feature, context.isInLobby)),
    later: asksYes ? t('later') : undefined,
    details: t('details'),
  }
}

const isOwned = ({ policy }: FeatureOptions): boolean => policy.turnOn === 'anyone'

/** Who turned it on: somebody known by name, a host, or anyone where anyone may. */
export function nameStarter(feature: FeatureOptions, text: Text, by: string | undefined): string {
  return by === undefined ? text.t(isOwned(feature) ? 'someone' : 'someHost') : isolate(by, text)
}

/** What is asked about, by name: a run of somebody's own is named after them. */
export function nameAsked(feature: FeatureOptions, text: Text, by: string | undefined): string {
  const name = nameFeature(feature, text)
  return isOwned(feature) ? text.t('ownRun', { name: nameStarter(feature, text, by), feature: name }) : name
}

/** What a status is about, by name. */
export const nameStatus = ({ activation, feature, owner }: FeatureStatus, text: Text): string =>
  owner === undefined ? nameFeature(feature, text) : nameAsked(feature, text, activation?.name)

/** The feature's name in the language of the text. */
export function nameFeature(feature: FeatureOptions, text: Text): string {
  const own = selectFeatureText(feature, text)
  if (own !== undefined) return own.title
  const [first] = listRequired(feature)
  return first === undefined ? feature.id : text.t(`name_${first.purpose}`)
}

const listRequired = (feature: FeatureOptions): readonly Ask[] =>
  selectRequiredAsks(feature).flatMap((id) => feature.asks[id] ?? [])

/** What it takes of everybody, and what for; made of its asks. */
export function sayTakes(feature: FeatureOptions, text: Text): string {
  const asks = listRequired(feature)
  return text.t('takes', { data: listData(asks, text), purpose: listPurposes(asks, text) })
}

/** One ask as a phrase of its own. */
export function sayAsk(feature: FeatureOptions, id: string, text: Text): string {
  const ask = feature.asks[id]
  if (ask === undefined) return id
  const own = selectFeatureText(feature, text)?.asks?.[id]
  if (own !== undefined) return own
  const name = toList(
    text,
    feature.processors.map((processor) => isolate(processor.name, text)),
  )
  return text.t('letUse', { name, data: listData([ask], text), purpose: listPurposes([ask], text) })
}

export function listProcessors({ processors }: FeatureOptions, text: Text): string {
  const each = processors.map(({ name, model, region }) => {
    const details = [model, region].flatMap((part) => (part ? isolate(part, text) : []))
    const said = isolate(name, text)
    return details.length === 0 ? said : text.t('processor', { name: said, details: toRow(text, details) })
  })
  return toList(text, each)
}

export function sayRetention({ retention: { days } }: FeatureOptions, text: Text): string {
  return days === 0 ? text.t('keptNot') : text.t('keptFor', { duration: toDays(text, days) })
}

export function listData(asks: readonly Ask[], text: Text): string {
  const kinds = new Set(asks.flatMap(({ data }) => data))
  return toList(
    text,
    [...kinds].map((kind) => text.t(`data_${kind}`)),
  )
}

function listPurposes(asks: readonly Ask[], text: Text): string {
  const purposes = new Set(asks.map(({ purpose }) => purpose))
  return toList(
    text,
    [...purposes].map((purpose) => text.t(`for_${purpose}`)),
  )
}

function sayWhoSees(feature: FeatureOptions, text: Text, { by, company, kind }: NoticeContext): string[] {
  const { t } = text
  const said: string[] = []
  // Of a run of somebody's own, they learn what hosts learn.
  const name = nameStarter(feature, text, by)
  if (feature.policy.disclosure === 'named')
    said.push(t(isOwned(feature) ? 'seenNamedOwn' : 'seenNamed', { name }))
  else if (company === 'pair') said.push(t('seenPair'))
  else if (company === 'few') said.push(t('seenFew'))
  if (kind === 'room') said.push(t('seenRoom'))
  return said
}

/** The feature's own words in the language of the text, where it brings any. */
export function selectFeatureText({ id, text }: FeatureOptions, { lang }: Text): FeatureText | undefined {
  if (text === undefined) return undefined
  const [name = lang] = listLanguageNames(lang, Object.keys(text)).filter((known) =>
    Object.hasOwn(text, known),
  )
  const own = text[name]
  if (own !== undefined) return own
  throw new AskFirstError('feature-text', {
    what: `Feature "${id}" has text in ${Object.keys(text).join(', ')}, and none in "${lang}".`,
    why: 'What somebody agrees to is never a mix of languages.',
    fix: `Add text['${lang}'], or leave text out: then the words are made from its purposes.`,
  })
}

/** Throws an AskFirstError where the notice of a feature cannot be said, or answered, in the language. */
export function assertSayable(
  { feature, texts }: { readonly feature: FeatureOptions; readonly texts: ReadonlyMap<string, string> },
  text: Text,
): void {
  nameFeature(feature, text)
  if ([...texts.values()].some((lang) => lang === '' || lang === text.lang)) return
  throw new AskFirstError('notices-language', {
    what: `Feature "${feature.id}" has no registered text in "${text.lang}".`,
    why: 'What somebody agrees to is registered.',
    fix: `Add '${text.lang}' to the texts of noticeSources, by that very name, and run askfirst notices build.`,
  })
}
