import type { ConsentServer } from '@askfirst/server'
import Fastify from 'fastify'

declare const consent: ConsentServer

// #region fastify
const app = Fastify()
for (const path of ['/consent/*', '/readyz']) {
  app.get(path, (request, reply) => {
    reply.hijack()
    consent.listener(request.raw, reply.raw)
  })
}
consent.attach(app.server)
await app.listen({ port: 8787 })
// #endregion
