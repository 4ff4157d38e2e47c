// takes: how many there are of what · gives: both in English, with one for one

/** "1 event", "2 events". @param more the plural, where it takes more than an s */
export const toCount = (count: number, one: string, more = `${one}s`): string =>
  `${count} ${count === 1 ? one : more}`
