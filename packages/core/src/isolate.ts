// takes: a call into code that is not ours · gives: whether or not it throws, whoever called goes on

/** Calls it. What it throws is thrown again apart, as an error that nobody has caught: seen, and in nobody's way. */
export function isolate(call: () => void): void {
  try {
    call()
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
