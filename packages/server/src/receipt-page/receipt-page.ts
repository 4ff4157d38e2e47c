import type { Receipt } from '@askfirst/core/evidence'
import type { ConsentRecord, Declarations } from '@askfirst/core/record'
import { toLanguage, WORDS } from './languages.ts'
import { html } from './markup.ts'
import { toErasures, toFeature, toStory } from './parts.ts'
import { STYLES } from './styles.ts'
import { createTeller } from './teller.ts'

export interface ReceiptPageOptions {
  readonly receipt: Receipt
  /** Of the same person and meeting: what the events say, in an order to be read. */
  readonly record: ConsentRecord
  readonly declarations: Declarations
  /** When the receipt's checkpoint was signed, and how many events the meeting had. */
  readonly signed: { readonly at: number; readonly size: number }
  /** BCP 47; English where there are no words in it. */
  readonly lang: string
}

/** A receipt to read and to print: one file without scripts, which loads nothing. */
export function toReceiptPage({ declarations, lang, receipt, record, signed }: ReceiptPageOptions): string {
  const { code, dir } = toLanguage(lang)
  const tell = createTeller(WORDS[code], code, record, declarations)
  const { say } = tell
  const file = `data:application/json;base64,${Buffer.from(JSON.stringify(receipt)).toString('base64')}`
  const page = html`<!doctype html>
<html lang="${code}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${say('title')}</title>
<style>${{ markup: STYLES }}</style>
</head>
<body>
<main>
<h1>${say('title')}</h1>
<p>${say('lead')}</p>
<dl>
<dt>${say('meeting')}</dt><dd><bdi>${receipt.meeting}</bdi></dd>
<dt>${say('person')}</dt><dd><bdi>${receipt.participant}</bdi></dd>
<dt>${say('madeAt')}</dt><dd>${tell.time(new Date(signed.at).toISOString())} UTC</dd>
<dt>${say('size')}</dt><dd>${signed.size}</dd>
</dl>
<h2>${say('asked')}</h2>
${record.features.map((feature) => toFeature(feature, record, tell))}
${toStory(record, tell)}
${
  record.erasure.length > 0
    ? html`<h2>${say('erasure')}</h2>
${toErasures(record.erasure, tell)}`
    : undefined
}
<h2>${say('verify')}</h2>
<p>${say('verifyText')}</p>
<pre dir="ltr" tabindex="0">askfirst verify receipt.json --key keys.json</pre>
<p>${say('verifyProves')}</p>
<p class="save"><a download="receipt.json" href="${file}">${say('download')}</a></p>
</main>
</body>
</html>
`
  return page.markup
}
