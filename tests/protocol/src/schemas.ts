import {
  clientMessageSchema,
  gateMessageSchema,
  sentCommandSchema,
  serverMessageSchema,
} from '@askfirst/core/protocol'
import { toJsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'

/** JSON Schema, draft 7, which 2020-12 reads the same way as far as it is used here. */
export type Json = boolean | number | string | null | readonly Json[] | { readonly [key: string]: Json }
export type Schema = { readonly [key: string]: Json }

/** One message or command of a union, by its type. */
export type Named = ReadonlyMap<string, Schema>

/** What the receiving end does not check, and is sent all the same. */
const UNCHECKED: Readonly<Record<string, Record<string, Schema>>> = {
  welcome: { tokenMs: { type: 'integer', minimum: 0 } },
  token: { tokenMs: { type: 'integer', minimum: 0 }, refusal: { type: 'string' } },
}

function readUnion(schema: GenericSchema<unknown, unknown>): Named {
  const { oneOf = [] } = toJsonSchema(schema) as unknown as { readonly oneOf?: readonly Schema[] }
  return new Map(oneOf.map((one) => [typeOf(one), one]))
}

function typeOf(schema: Schema): string {
  const { type } = schema.properties as { readonly type?: { readonly const?: string } }
  if (type?.const === undefined) throw new Error(`No type in ${JSON.stringify(schema)}`)
  return type.const
}

const also = (named: Named): Named =>
  new Map(
    [...named].map(([type, schema]) => [
      type,
      { ...schema, properties: { ...(schema.properties as Schema), ...UNCHECKED[type] } },
    ]),
  )

export const toAuthority = readUnion(clientMessageSchema)
export const commands = readUnion(sentCommandSchema)
export const toPerson = also(readUnion(serverMessageSchema))
const toWorkerAlone = also(readUnion(gateMessageSchema))
/** A worker looks no further than `ok`; what it is sent is what everybody is sent. */
export const toWorker: Named = new Map(
  [...toWorkerAlone].map(([type, schema]) => [
    type,
    type === 'reply' ? (toPerson.get(type) ?? schema) : schema,
  ]),
)
