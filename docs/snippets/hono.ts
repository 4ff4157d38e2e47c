import type { ConsentServer, HttpServer } from '@askfirst/server'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

declare const consent: ConsentServer

// #region hono
const app = new Hono()
app.all('/consent/*', ({ req }) => consent.fetch(req.raw))
app.get('/readyz', ({ req }) => consent.fetch(req.raw))
const http = serve({ fetch: app.fetch, port: 8787 })
consent.attach(http as HttpServer)
// #endregion
