/** Lets everything else that waits have its turn: what takes long does so between its parts. */
export const giveTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
