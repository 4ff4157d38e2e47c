import { expect, test } from 'vitest'
import { namesIt } from './names-it.ts'

test.each([
  ['en', 'Question: include you in AI summary? Press F6 to answer.', 'Include you in AI summary?'],
  ['en-GB', 'Captions will include you. Press F6 to read more.', 'Captions will include you'],
  ['de', 'Frage: Protokoll – Sie einbeziehen? Zum Antworten F6 drücken.', 'Protokoll: Sie einbeziehen?'],
  ['de', '„Protokoll“ wird Sie einbeziehen. Mehr mit F6.', 'PROTOKOLL WIRD SIE EINBEZIEHEN'],
  ['de', 'Maßnahmen-Liste: Sie einbeziehen? F6', 'MASSNAHMEN-LISTE: Sie einbeziehen?'],
  ['fr', 'Question : Résumé, vous inclure ? Appuyez sur F6.', 'Résumé : vous inclure ?'],
  ['tr', 'Soru: toplantı özeti, siz de? F6', 'TOPLANTI ÖZETİ: siz de?'],
  ['el', 'Ερώτηση: περίληψη της κλήσης; F6', 'ΠΕΡΙΛΗΨΗ ΤΗΣ ΚΛΗΣΗΣ'],
  ['ar', 'سؤال: هل نشملك في \u2068Acme\u2069؟ اضغط F6 للإجابة.', 'هل نشملك في Acme؟'],
  [
    'ja',
    '質問：ＡＩ要約にあなたを含めますか？答えるにはF6を押してください。',
    'AI要約にあなたを含めますか？',
  ],
  ['', 'Question: include you? F6', 'Include you?'],
  ['no language at all', 'Question: include you? F6', 'Include you?'],
])('in "%s", %s names %s', (lang, said, name) => {
  expect(namesIt(said, name, lang)).toBe(true)
})

test.each([
  ['en', 'You have one question. Press F6.', 'Include you in AI summary?'],
  ['en', 'Include you in captions? Press F6 to answer.', 'Include you in AI summary?'],
  ['tr', 'SIR? F6', 'sir'],
])('in "%s", %s does not name %s', (lang, said, name) => {
  expect(namesIt(said, name, lang)).toBe(false)
})
