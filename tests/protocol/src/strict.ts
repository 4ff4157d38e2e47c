import { Ajv } from 'ajv'
import type { Json, Schema } from './schemas.ts'

// The documents let anybody add fields. What is sent today has to be written down to the last one.

const isSchema = (value: Json | undefined): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The same schema, where nothing may be there that it does not name. */
export function toStrict(value: Json): Json {
  if (Array.isArray(value)) return value.map(toStrict)
  if (!isSchema(value)) return value
  const strict = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toStrict(inner)]))
  return isSchema(value.properties) && value.additionalProperties === undefined
    ? { ...strict, additionalProperties: false }
    : strict
}

/** What is wrong with a value by a schema of the document; nothing where it is right. */
export function createCheck(document: { readonly components: { readonly schemas: object } }) {
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false })
  ajv.addSchema(toStrict(document as unknown as Json) as Schema, 'document')
  return (name: string, value: unknown): string[] => {
    const check = ajv.getSchema(`document#/components/schemas/${name}`)
    if (check === undefined) return [`The document has no ${name}`]
    if (check(value) === true) return []
    return (check.errors ?? []).map(({ instancePath, message = '', params }) =>
      [name, instancePath, message, JSON.stringify(params)].join(' '),
    )
  }
}

/** Every `$ref` that leads nowhere. */
export function findDangling(document: object): string[] {
  const dangling: string[] = []
  const find = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      if (key === '$ref' && resolve(document, String(inner)) === undefined) dangling.push(String(inner))
      else find(inner)
    }
  }
  find(document)
  return dangling
}

export const resolve = (document: object, ref: string): unknown =>
  ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((at, key) => Object(at)[key], document)
