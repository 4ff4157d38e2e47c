/** How much is tried: a share with every test, or as much as `pnpm torture` asks for. */
export const shareOf = (amount: { readonly test: number; readonly torture: number }): number =>
  process.env.ASKFIRST_TORTURE === undefined ? amount.test : amount.torture

export const isTorture = process.env.ASKFIRST_TORTURE !== undefined
