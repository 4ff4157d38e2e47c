import { AskFirstError } from '@askfirst/core'
import { isOrigin, ORIGIN_RULE } from '../allowed-origins.ts'
import { LOG_LEVELS, type LogLevel } from '../log.ts'

/** Where a value came from: said whenever it cannot be right. */
export interface Given {
  readonly value: unknown
  readonly from: string
}

export interface Setting<Value> {
  readonly name: string
  /** As `--help` shows it. */
  readonly flag: string
  readonly help: string
  readonly env: string
  /** @throws RangeError with what it has to be */
  read(value: unknown): Value
  readonly fallback?: Value
}

const setting = <Value>(one: Setting<Value>): Setting<Value> => one

/** Every setting of `askfirst serve` that is a plain value, with its flag and its variable. */
export const SETTINGS = {
  ledger: setting({
    name: 'ledger',
    flag: '--ledger <place>',
    help: 'SQLite file, made if it is not there, or a postgres:// address',
    env: 'ASKFIRST_LEDGER',
    read: toText,
  }),
  signing: setting({
    name: 'signing',
    flag: '--signing <file>',
    help: 'keys that checkpoints are signed with; made if they are not there (default for a SQLite file: <file>.signing.json; for a database: none, nothing is signed)',
    env: 'ASKFIRST_SIGNING',
    read: toText,
  }),
  notices: setting({
    name: 'notices',
    flag: '--notices <file>',
    help: 'what askfirst notices build wrote: answers to other texts are rejected',
    env: 'ASKFIRST_NOTICES',
    read: toText,
  }),
  port: setting({
    name: 'port',
    flag: '--port <number>',
    help: 'port to listen on; 0 for any that is free',
    env: 'ASKFIRST_PORT',
    read: toPort,
    fallback: 8787,
  }),
  host: setting({
    name: 'host',
    flag: '--host <address>',
    help: 'address to listen on',
    env: 'ASKFIRST_HOST',
    read: toText,
    fallback: '127.0.0.1',
  }),
  path: setting({
    name: 'path',
    flag: '--path <path>',
    help: 'path of the WebSocket; GET <path>/gates is below it',
    env: 'ASKFIRST_PATH',
    read: toText,
    fallback: '/consent',
  }),
  origins: setting({
    name: 'origins',
    flag: '--origin <origin...>',
    help: 'web origins that may connect, such as https://app.example; in the variable, with commas between them (default: any)',
    env: 'ASKFIRST_ORIGIN',
    read: toOrigins,
  }),
  log: setting<LogLevel>({
    name: 'log',
    flag: '--log <level>',
    help: `JSON lines on standard error, without names of anybody: ${LOG_LEVELS.join(', ')}`,
    env: 'ASKFIRST_LOG',
    read: toLevel,
    fallback: 'info',
  }),
  unreachableAfterMs: duration('unreachableAfterMs', 'silence after which a person is not captured', '10000'),
  gateLeaseMs: duration('gateLeaseMs', 'silence after which an AI worker closes everything', '3000'),
  hostlessAfterMs: duration('hostlessAfterMs', 'how long a feature goes on without a host', '60000'),
  expireAfterMs: duration('expireAfterMs', 'how long away until a yes is over', '14400000'),
  enforceWithinMs: duration('enforceWithinMs', 'how long an enforcer may take to answer', '3000'),
  forgetAfterMs: duration('forgetAfterMs', 'how long a meeting without anybody stays in memory', '600000'),
  drainMs: duration('drainMs', 'how long to wait, on SIGTERM, for what is being written', '5000'),
} as const

export type SettingName = keyof typeof SETTINGS
export type Settings = {
  readonly [Name in SettingName]: ReturnType<(typeof SETTINGS)[Name]['read']> | undefined
}

/** Reads a setting from the first place that has it: flags, then variables, then the file, then the default. */
export function readSetting<Name extends SettingName>(
  name: Name,
  given: readonly (Given | undefined)[],
): Settings[Name] {
  const one: Setting<unknown> = SETTINGS[name]
  const first = given.find((place) => place?.value !== undefined)
  if (first === undefined) return one.fallback as Settings[Name]
  try {
    return one.read(first.value) as Settings[Name]
  } catch (error) {
    throw new AskFirstError('serve-setting', {
      what: `${first.from} is ${JSON.stringify(first.value)}.`,
      why: `${error instanceof RangeError ? error.message : 'It cannot be read.'}`,
      fix: `It is what ${one.flag}, ${one.env} or "${name}" in the config file says, and the first of them counts.`,
    })
  }
}

function duration(name: string, help: string, usual: string): Setting<number> {
  const dashed = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  return setting({
    name,
    flag: `--${dashed} <ms>`,
    help: `${help} (default: ${usual})`,
    env: `ASKFIRST_${dashed.toUpperCase().replaceAll('-', '_')}`,
    read: toMs,
  })
}

function toText(value: unknown): string {
  if (typeof value === 'string' && value !== '') return value
  throw new RangeError('It has to be a text that is not empty.')
}

function toOrigins(value: unknown): readonly string[] {
  const origins = typeof value === 'string' ? value.split(',').map((one) => one.trim()) : value
  if (Array.isArray(origins) && origins.length > 0 && origins.every(isOrigin)) return origins
  throw new RangeError(`Each origin has to be like https://app.example: ${ORIGIN_RULE}.`)
}

function toPort(value: unknown): number {
  const port = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof port === 'number' && Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new RangeError('A port is a whole number from 0 to 65535.')
}

function toMs(value: unknown): number {
  const ms = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof ms === 'number' && Number.isInteger(ms) && ms > 0) return ms
  throw new RangeError('It has to be whole milliseconds.')
}

function toLevel(value: unknown): LogLevel {
  const level = LOG_LEVELS.find((one) => one === value)
  if (level !== undefined) return level
  throw new RangeError(`It has to be one of ${LOG_LEVELS.join(', ')}.`)
}
