/** Sources are for this workspace: the condition that points at them stays out of what is published. */
function withoutSourceCondition(manifest) {
  const exports = Object.fromEntries(
    Object.entries(manifest.exports ?? {}).map(([subpath, target]) => {
      if (typeof target === 'string') return [subpath, target]
      const { 'askfirst-source': _source, ...published } = target
      return [subpath, published]
    }),
  )
  return { ...manifest, exports }
}

export const hooks = { beforePacking: withoutSourceCondition }
