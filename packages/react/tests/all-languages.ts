import { ar } from '../src/text/ar.ts'
import { de } from '../src/text/de.ts'
import { en } from '../src/text/en.ts'
import { es } from '../src/text/es.ts'
import { fr } from '../src/text/fr.ts'
import { he } from '../src/text/he.ts'
import { it } from '../src/text/it.ts'
import { ja } from '../src/text/ja.ts'
import { ko } from '../src/text/ko.ts'
import { nl } from '../src/text/nl.ts'
import { pl } from '../src/text/pl.ts'
import { ptBR } from '../src/text/pt-br.ts'
import type { LanguageText } from '../src/text/text-keys.ts'
import { tr } from '../src/text/tr.ts'
import { zhHans } from '../src/text/zh-hans.ts'

/** Every language there is, by the name of its subpath. */
export const languages: Readonly<Record<string, LanguageText>> = {
  ar,
  de,
  en,
  es,
  fr,
  he,
  it,
  ja,
  ko,
  nl,
  pl,
  'pt-BR': ptBR,
  tr,
  'zh-Hans': zhHans,
}
