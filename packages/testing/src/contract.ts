// takes: a promise of a port, and how to check it · gives: a case for any test runner, each time on a fresh trial

/** One promise that every implementation of a port keeps; `run` throws where it does not. */
export interface ContractCase<Trial> {
  readonly name: string
  /**
   * Resolves where the promise is kept, and rejects where it is not.
   *
   * @param makeTrial makes a fresh implementation and the world around it
   */
  run(makeTrial: () => Trial | Promise<Trial>): Promise<void>
}

/** What a trial may have: ends what was started for one case. */
export interface Closing {
  /** Called once, whether the case held or not. */
  close?(): void | Promise<void>
}

/** Makes a case of a check: a fresh trial, closed whatever comes of it. */
export const over = <Trial extends Closing>(
  name: string,
  check: (trial: Trial) => Promise<void>,
): ContractCase<Trial> => ({
  name,
  async run(makeTrial) {
    const trial = await makeTrial()
    try {
      await check(trial)
    } finally {
      await trial.close?.()
    }
  },
})

/** Says what was expected and what is so, as JSON, where the two differ. */
export function same(what: string, actual: unknown, expected: unknown): void {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (left !== right) throw new Error(`${what}: expected ${right}, but got ${left}`)
}
