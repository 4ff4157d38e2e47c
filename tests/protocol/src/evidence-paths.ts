import { json, objectOf, refusals, retryAfter, schemaRef, text } from './openapi-parts.ts'

// The routes of people, who take home what was recorded of them, and of keepers.

const noEvidence = json('The ledger of this server keeps no evidence', 'Problem')
const parameter = (name: string, description: string, place: 'path' | 'query' = 'path') => ({
  name,
  in: place,
  description,
  required: place === 'path',
  schema: text,
})
const lang = parameter('lang', 'BCP 47; English where there are no words in it', 'query')
const ofPerson = [parameter('meeting', 'Its name'), parameter('participant', 'How tokens name the person')]
const html = (description: string, headers?: object) => ({
  description,
  ...(headers && { headers }),
  content: { 'text/html': { schema: text } },
})
const secret = parameter('link', '32 letters that nobody is told but who took the link')
/** Whatever a link may lead to when it leads to no page of anybody. */
const nowhere = {
  404: html('A page that says: no such link, any more or ever'),
  410: html('A page that says: its person is erased, its meeting is deleted, or its time is over'),
  429: html('A page that says: that was too often', retryAfter),
  501: noEvidence,
}

export const EVIDENCE_PATHS = {
  '/consent/receipt': {
    get: {
      operationId: 'receipt',
      summary: "A person's own copy of what was recorded of them, signed, and a page to read and print",
      security: [{ person: [] }],
      parameters: [lang],
      responses: {
        200: json('Both', 'TakenReceipt'),
        404: json('Nothing of theirs is signed in this meeting', 'Problem'),
        501: noEvidence,
        ...refusals("It is not the person's own token"),
      },
    },
  },
  '/consent/link': {
    post: {
      operationId: 'takeLink',
      summary: "A link of the person's own, good after the meeting, in place of an earlier one",
      security: [{ person: [] }],
      parameters: [lang],
      responses: {
        201: json('Where it leads, below the path of the server, and what to say of it', 'TakenLink'),
        404: json('Nothing of theirs is kept in this meeting', 'Problem'),
        501: noEvidence,
        ...refusals("It is not the person's own token"),
      },
    },
  },
  '/consent/mine/{link}': {
    get: {
      operationId: 'mine',
      summary: 'The page of a person: what is kept of them, and what they may do about it',
      description: 'Reading it changes nothing. Without lang it is in the language that the browser reads.',
      parameters: [secret, lang],
      responses: { 200: html('The page'), ...nowhere },
    },
    post: {
      operationId: 'pressMine',
      summary: 'What is pressed on that page',
      description:
        'Everything is in the address; a body is not read. What the page does not offer changes nothing.',
      parameters: [
        secret,
        lang,
        {
          name: 'act',
          in: 'query',
          description: 'Takes a yes back, asks for erasing, or ends the link',
          schema: { enum: ['withdraw', 'erase', 'end'] },
        },
        parameter('feature', 'As the record names it', 'query'),
      ],
      responses: {
        200: html('The link has ended'),
        303: {
          description: 'It is written, or the page that this leads to says that it is not yet',
          headers: { Location: { description: 'The page', required: true, schema: text } },
        },
        ...nowhere,
      },
    },
  },
  '/consent/meetings/{meeting}/participants/{participant}/record': {
    get: {
      operationId: 'record',
      summary: 'The record of one person in one meeting',
      security: [{ keeper: [] }],
      parameters: [
        ...ofPerson,
        {
          name: 'format',
          in: 'query',
          description: 'json where it is left out; docs/records-and-receipts.md says what each is',
          schema: { enum: ['json', 'iso', 'kantara', 'vcon', 'csv'] },
        },
      ],
      responses: {
        200: {
          description: 'The record',
          content: { 'application/json': { schema: schemaRef('Record') }, 'text/csv': { schema: text } },
        },
        400: json('There is no such format', 'Problem'),
        404: json('The meeting has nothing of that person', 'Problem'),
        409: json('A Kantara receipt asks for what is not there', 'Problem'),
        501: noEvidence,
        ...refusals("It is not a keeper's token of that meeting"),
      },
    },
  },
  '/consent/meetings/{meeting}/participants/{participant}/link': {
    delete: {
      operationId: 'endLink',
      summary: "Ends a person's link",
      security: [{ keeper: [] }],
      parameters: ofPerson,
      responses: {
        200: json('It is ended', 'Problem'),
        404: json('They have none', 'Problem'),
        501: noEvidence,
        ...refusals("It is not a keeper's token of that meeting"),
      },
    },
  },
} as const

export const EVIDENCE_SCHEMAS = {
  TakenReceipt: objectOf({
    receipt: objectOf({
      v: { const: 1 },
      meeting: text,
      participant: text,
      handle: text,
      key: text,
      checkpoint: text,
      events: {
        type: 'array',
        items: objectOf({ body: text, proof: { type: 'array', items: text } }),
      },
    }),
    page: text,
  }),
  TakenLink: objectOf({ link: text, lang: text, open: text, says: text }),
  /** Its shape depends on the format; `ConsentRecord` of `@askfirst/core/record` is that of json. */
  Record: { type: ['object', 'array'] },
}

export const EVIDENCE_SCHEMES = {
  person: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: "A person's own token: mintToken, without a bridge.",
  },
  keeper: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: "A keeper's token: mintKeeperToken. It is never a host's.",
  },
} as const
