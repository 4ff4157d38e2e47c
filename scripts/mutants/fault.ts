/** One seeded fault: text of a source of the core, once in its file, and what stands there instead. */
export interface Fault {
  readonly says: string
  /** Number of the rule of semantics.md that it breaks, or its name. */
  readonly rule: number | string
  readonly file: string
  readonly from: string
  readonly to: string
  /** What has to catch it: exploration, by that rule alone; simulation; or tests of the core. */
  readonly by: 'explore' | 'simulate' | `${string}.test.ts`
  /** Whether nothing but that rule finds it, in that world and as far: all the others have to miss it. @default false */
  readonly only?: true
  /** Words of the one test that has to fail. @default any test of the file */
  readonly test?: string
  /** Words of the one world in which exploration meets it soonest. */
  readonly world?: string
}
export type Explored = Omit<Fault, 'by'> & { readonly world: string }
