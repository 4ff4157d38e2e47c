/** Who runs an AI feature, as the feature catalogue names it in the notice. */
export interface NamedProcessor {
  readonly name: string
  readonly model?: string
  readonly region?: string
}

/**
 * Refuses to start with a language model that the notice does not tell people about: some processor's `name` must
 * contain the endpoint's host, and its `model` must be the model.
 *
 * @throws when none does
 */
export function assertProcessorNamed(
  processors: readonly NamedProcessor[],
  url: string,
  model: string,
): void {
  const { host, hostname } = new URL(url)
  const named = processors.some((processor) => {
    const words = processor.name.split(/[\s(),]+/)
    return processor.model === model && (words.includes(host) || words.includes(hostname))
  })
  if (named) return
  throw new Error(
    `The summary would be written by ${model} at ${host}, and the notice does not say so. ` +
      `Name that host and model among the feature's processors, or unset ASKFIRST_LLM_URL.`,
  )
}
