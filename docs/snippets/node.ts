import { createServer } from 'node:http'
import type { ConsentServer } from '@askfirst/server'

declare const consent: ConsentServer

// #region node
const http = createServer(consent.listener)
consent.attach(http)
http.listen(8787)
// #endregion
