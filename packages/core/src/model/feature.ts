import { AskFirstError } from '../error.ts'
import { assertPolicy, isAtLeast, type Policy } from './policy.ts'

// takes: what an app declares · gives: a feature that breaks no rule, or an error that names the rule

export const PURPOSES = [
  'summarise',
  'transcribe',
  'caption',
  'translate',
  'take-notes',
  'compose-chat',
  'answer-questions',
  'identify-speakers',
  'train-models',
  'share',
] as const
/**
 * What an ask is for. One ask has one purpose.
 *
 * @useDeclaredType
 */
export type Purpose = (typeof PURPOSES)[number]

export const DATA_KINDS = ['audio', 'video', 'screen', 'chat', 'transcript', 'files', 'telemetry'] as const
/**
 * What an ask takes.
 *
 * @useDeclaredType
 */
export type DataKind = (typeof DATA_KINDS)[number]

/**
 * Purposes that nobody can be made to accept along with something else, and that need a yes whatever the
 * policy's basis: training models, telling people apart by voice, giving it to others than those named.
 */
const ALWAYS_OPTIONAL: readonly Purpose[] = ['train-models', 'identify-speakers', 'share']

/** The smallest thing somebody says yes or no to: one purpose over some data kinds. */
export interface Ask {
  readonly purpose: Purpose
  readonly data: readonly DataKind[]
  /** Part of every yes to the feature. @default false: granted only when ticked */
  readonly required?: boolean
  /**
   * One source that holds everybody at once, such as mixed audio or a composite of the room: nobody can be
   * left out of it, so it is allowed only where everyone present has agreed. @default false
   */
  readonly mixed?: boolean
}

/** Who runs the feature, where, and on whose model. */
export interface Processor {
  readonly name: string
  readonly model?: string
  readonly region?: string
}

/** The feature's own words in one language. Absent: words made from its purposes. */
export interface FeatureText {
  readonly title: string
  readonly why?: string
  readonly asks?: Readonly<Record<string, string>>
}

/** An AI capability as the app declares it. */
export interface FeatureOptions {
  /** Lower case, digits and dashes, at most 64 characters. */
  readonly id: string
  /** Raise it with every change of what is asked: older answers of yes then no longer count. */
  readonly revision: number
  readonly policy: Policy
  readonly asks: Readonly<Record<string, Ask>>
  readonly processors: readonly Processor[]
  /** How long the processors keep what they took; 0 days: not at all after the meeting. */
  readonly retention: { readonly days: number }
  /** By BCP 47 language. */
  readonly text?: Readonly<Record<string, FeatureText>>
}

/** A feature that was checked, and is frozen in every part. Ask ids and the feature's id stay literal types. */
export type Feature<Options extends FeatureOptions = FeatureOptions> = Readonly<Options>

/** Ids of a feature's optional asks: what a yes may grant one by one. */
export type OptionalAskId<F extends FeatureOptions> = {
  [Id in keyof F['asks']]: F['asks'][Id] extends { readonly required: true } ? never : Id
}[keyof F['asks']] &
  string

/**
 * Declares a feature for the web app, the server and the AI worker to share. What it is made of is frozen where it is.
 *
 * @throws AskFirstError that names the field, the value and the rule, where a rule is broken or a key is not known
 */
export function defineFeature<const Options extends FeatureOptions>(options: Options): Feature<Options> {
  const id = options?.id ?? ''
  const wrong = (rule: string, what: string, why: string, fix: string): never => {
    throw new AskFirstError(rule, { what: `Feature "${id}": ${what}`, why, fix })
  }
  assertShape(options, (what, fix) =>
    wrong('feature-shape', what, 'What is misspelt or missing would be left out without a word.', fix),
  )
  if (!isId(id)) {
    wrong('feature-id', `id is ${JSON.stringify(id)}.`, 'Ids end up in records and addresses.', ID_FIX)
  }
  if (!Number.isInteger(options.revision) || options.revision < 1) {
    wrong(
      'feature-revision',
      `revision is ${JSON.stringify(options.revision)}.`,
      'Answers name the revision they were given to.',
      'Use a whole number from 1 up, one higher with every change of what is asked.',
    )
  }
  assertPolicy(options.policy, id)
  const asks = Object.entries(options.asks)
  if (!asks.some(([, ask]) => ask.required === true)) {
    wrong(
      'required-ask',
      'no ask is required.',
      'A yes to the feature has to mean at least one thing.',
      'Mark the ask that the feature cannot do without as required: true.',
    )
  }
  for (const [askId, ask] of asks) {
    if (!isId(askId)) wrong('ask-id', `ask id is ${JSON.stringify(askId)}.`, 'Ids end up in records.', ID_FIX)
    if (!PURPOSES.includes(ask.purpose)) {
      wrong(
        'ask-purpose',
        `asks.${askId}.purpose is ${JSON.stringify(ask.purpose)}.`,
        'People can only agree to a purpose that the notice has words for, and emotion recognition is never one of them.',
        `Use one of ${PURPOSES.join(', ')}.`,
      )
    }
    if (
      !Array.isArray(ask.data) ||
      ask.data.length === 0 ||
      ask.data.some((kind) => !DATA_KINDS.includes(kind))
    ) {
      wrong(
        'ask-data',
        `asks.${askId}.data is ${JSON.stringify(ask.data)}.`,
        'The notice says what is taken.',
        `Name at least one of ${DATA_KINDS.join(', ')}.`,
      )
    }
    if (ask.required === true && ALWAYS_OPTIONAL.includes(ask.purpose)) {
      wrong(
        'optional-purpose',
        `asks.${askId} is required and its purpose is ${ask.purpose}.`,
        'Training models, telling speakers apart by voice and sharing further are always asked apart.',
        'Remove required: true; people may still tick it.',
      )
    }
    if (ask.mixed === true && (options.policy.start !== 'all' || ask.required !== true)) {
      wrong(
        'mixed-source',
        `asks.${askId} takes a mixed source and ${ask.required === true ? 'policy.start is "each"' : 'is optional'}.`,
        'Nobody can be left out of a source that holds everybody at once.',
        "Make it required under a policy with start: 'all', such as everyoneOrNobody, or take each person apart.",
      )
    }
  }
  if (
    options.processors.length === 0 ||
    options.processors.some(({ name }) => typeof name !== 'string' || name.trim() === '')
  ) {
    wrong(
      'processors',
      'processors is empty or has one without a name.',
      'The notice says who gets it.',
      'Name every company that receives the data, with its model and region.',
    )
  }
  if (!isAtLeast(0, options.retention?.days)) {
    wrong(
      'retention',
      `retention.days is ${options.retention?.days}.`,
      'The notice says how long it is kept.',
      'Use a number of days, 0 for not at all after the meeting.',
    )
  }
  return freeze({ ...options })
}

/** Every part is there, and has no key that nobody knows; what the values may be is for the rules. */
function assertShape(options: FeatureOptions, wrong: (what: string, fix: string) => never): void {
  const assertKeys = (at: string, value: unknown, keys: readonly string[]): void => {
    const isObject = typeof value === 'object' && value !== null
    const stray = isObject ? Object.keys(value).find((key) => !keys.includes(key)) : undefined
    if (isObject && stray === undefined) return
    wrong(
      isObject ? `${at} has "${stray}".` : `${at} is ${JSON.stringify(value)}.`,
      keys.length === 0 ? 'Use an object.' : `Use an object with keys among ${keys.join(', ')}.`,
    )
  }
  assertKeys('it', options, ['id', 'revision', 'policy', 'asks', 'processors', 'retention', 'text'])
  const { asks, processors, text = {} } = options
  assertKeys('asks', asks, Object.keys(asks ?? {}))
  for (const [id, ask] of Object.entries(asks))
    assertKeys(`asks.${id}`, ask, ['purpose', 'data', 'required', 'mixed'])
  if (!Array.isArray(processors)) wrong('processors is no list.', "Use a list: [{ name: 'Acme AI' }].")
  for (const one of processors) assertKeys('a processor', one, ['name', 'model', 'region'])
  for (const [lang, words] of Object.entries(text)) {
    if (!/^[a-z]{2,3}(-|$)/i.test(lang))
      wrong(`text has "${lang}".`, "Name languages by BCP 47: 'en', 'pt-BR'.")
    assertKeys(`text.${lang}`, words, ['title', 'why', 'asks'])
    assertKeys(`text.${lang}.asks`, words.asks ?? {}, Object.keys(asks))
  }
}

/** Frozen in every part: what was checked and hashed stays what it was. */
function freeze<Value>(value: Value): Value {
  if (typeof value === 'object') for (const part of Object.values(value ?? {})) freeze(part)
  return Object.freeze(value)
}

const ID_FIX = 'Use lower-case letters, digits and dashes, starting with a letter, at most 64 characters.'
/** Two words mean something else to every object, and to those who check records off a wire. */
const isId = (value: string): boolean =>
  /^[a-z][a-z0-9-]{0,63}$/.test(value) && value !== 'constructor' && value !== 'prototype'

/** Ids of the asks that are part of every yes. */
export const selectRequiredAsks = ({ asks }: FeatureOptions): readonly string[] =>
  Object.keys(asks).filter((id) => asks[id]?.required === true)

/** Ids of the asks that are granted only when ticked. */
export const selectOptionalAsks = ({ asks }: FeatureOptions): readonly string[] =>
  Object.keys(asks).filter((id) => asks[id]?.required !== true)
