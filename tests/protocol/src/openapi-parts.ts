// What the paths of the OpenAPI document are made of.

export const text = { type: 'string' }

export const objectOf = (properties: Record<string, unknown>, optional: readonly string[] = []) => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((key) => !optional.includes(key)),
})

export const schemaRef = (name: string) => ({ $ref: `#/components/schemas/${name}` })

export const json = (description: string, schema: string, headers?: object) => ({
  description,
  ...(headers && { headers }),
  content: { 'application/json': { schema: schemaRef(schema) } },
})

export const retryAfter = {
  'Retry-After': { description: 'Seconds to wait', required: true, schema: { type: 'integer', minimum: 1 } },
}

/** Answers to whoever brings a token, by whose it has to be. */
export const refusals = (holder: string) => ({
  401: json('There is no token, or it does not count', 'Problem', {
    'WWW-Authenticate': { description: 'Bearer', required: true, schema: text },
  }),
  403: json(holder, 'Problem'),
  429: json('It was asked too often', 'Problem', retryAfter),
  503: json('Nobody can tell right now whether the token counts', 'Problem', retryAfter),
})
