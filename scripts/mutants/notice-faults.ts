/** Faults of what may be answered: no world that is explored has texts of its own. */
export const noticeFaults = [
  {
    says: 'a text is answered in another language',
    rule: 7,
    by: 'notice-registry.test.ts',
    file: 'model/catalogue.ts',
    from: "return lang === '' || lang === notice.lang",
    to: 'return lang !== undefined',
  },
  {
    says: 'a text of another declaration is answered',
    rule: 7,
    by: 'notice-registry.test.ts',
    file: 'model/catalogue.ts',
    from: 'text.declaration === hash',
    to: 'text.feature === feature.id',
  },
  {
    says: 'changed words pass for those that were hashed',
    rule: 7,
    by: 'notice-registry.test.ts',
    file: 'model/notice-registry.ts',
    from: '    if ((await toNoticeHash(text, digest)) === text.hash) continue\n',
    to: '    if (text.hash.length > 0) continue\n',
  },
] as const
