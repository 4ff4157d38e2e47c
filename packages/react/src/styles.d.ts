// The stylesheet has nothing to import; this lets TypeScript check that the import exists.
export {}
