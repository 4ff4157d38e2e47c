// takes: docs/errors.md · gives: the same page for who has nothing but the packages

/** A link leads nowhere out of a package: where it led is said instead. */
export const toPackedErrors = (page: string): string =>
  page.replace(/\[([^\]]+)\]\(([^)#]+)[^)]*\)/g, '_$1_ (docs/$2 in the repository)')
