import type { ConsentServer } from '@askfirst/server'
import Fastify from 'fastify'

declare const consent: ConsentServer

// #region fastify
// Names may have 128 characters, and by itself Fastify takes a hundred.
const app = Fastify({ routerOptions: { maxParamLength: 128 } })
for (const { methods, path } of consent.routes) {
  app.route({
    method: [...methods],
    url: path,
    // Before Fastify reads a body, or turns one away.
    onRequest(request, reply) {
      reply.hijack()
      consent.listener(request.raw, reply.raw)
    },
    handler: () => undefined,
  })
}
consent.attach(app.server)
await app.listen({ port: 8787 })
// #endregion
