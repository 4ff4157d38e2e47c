/** Never kept by anything in between: it is how things are now. */
export const toJson = (status: number, body: object, headers: Record<string, string> = {}): Response =>
  Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } })

/**
 * What is no request: a host that is none, or a method that `fetch` has not. Anybody may send one, and its address may
 * be somebody's link: it is logged nowhere.
 */
export const answerUnread = (): Response =>
  toJson(400, { message: 'The consent server cannot read this request.' })
