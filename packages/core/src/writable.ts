// gives: the type of what its one holder may change in place, where everybody else only reads

export type Writable<T> = { -readonly [K in keyof T]: T[K] }
