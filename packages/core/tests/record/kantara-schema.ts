import { readFileSync } from 'node:fs'

/**
 * What the JSON schema of the consent receipt asks for (Kantara Initiative, Consent Receipt Specification 1.1.0,
 * published in `KantaraInitiative/consent-receipt-v-next`), written anew: its licence (RAND) does not go with ours.
 *
 * Stricter in one thing: fields that it does not have are refused, so that a misspelt one is found.
 */
const text = { type: 'string' }
const texts = { type: 'array', items: text }
const only = (properties: object, required: readonly string[]) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})
const purpose = {
  ...only(
    {
      purpose: text,
      consentType: text,
      purposeCategory: texts,
      piiCategory: texts,
      primaryPurpose: { type: 'boolean' },
      termination: text,
      thirdPartyDisclosure: { type: 'boolean' },
      thirdPartyName: text,
    },
    ['consentType', 'purposeCategory', 'piiCategory', 'termination', 'thirdPartyDisclosure'],
  ),
  // Who discloses says to whom.
  if: { properties: { thirdPartyDisclosure: { const: true } } },
  // biome-ignore lint/suspicious/noThenProperty: JSON schema's own word
  then: { required: ['thirdPartyName'] },
}
const controller = only(
  {
    piiController: text,
    onBehalf: { type: 'boolean' },
    contact: text,
    address: { type: 'object' },
    email: text,
    phone: text,
    piiControllerUrl: text,
  },
  ['piiController', 'contact', 'address', 'email', 'phone'],
)

export const kantaraSchema = only(
  {
    version: text,
    jurisdiction: text,
    consentTimestamp: { type: 'integer', minimum: 0 },
    collectionMethod: text,
    consentReceiptID: text,
    publicKey: text,
    language: text,
    piiPrincipalId: text,
    piiControllers: { type: 'array', items: controller },
    policyUrl: text,
    services: {
      type: 'array',
      items: only({ service: text, purposes: { type: 'array', items: purpose } }, ['service', 'purposes']),
    },
    sensitive: { type: 'boolean' },
    spiCat: texts,
  },
  [
    'version',
    'jurisdiction',
    'consentTimestamp',
    'collectionMethod',
    'consentReceiptID',
    'piiPrincipalId',
    'piiControllers',
    'services',
    'policyUrl',
    'sensitive',
    'spiCat',
  ],
)

/** The schema itself, from where `ASKFIRST_KANTARA_SCHEMA` says it lies; none where that says nothing. */
export function officialSchemas(): readonly object[] {
  const path = process.env.ASKFIRST_KANTARA_SCHEMA
  if (path === undefined) return []
  // It is of an earlier draft, in words that the later ones have too, and begins with lines of comment.
  const { $schema: _, ...schema } = JSON.parse(readFileSync(path, 'utf8').replace(/^\s*\/\/.*$/gm, ''))
  return [schema]
}
