/** `npm run openapi`: writes `openapi/openapi.json` from the routes. A test compares the two. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../platform/clock.ts'
import { readConfig } from '../platform/config.ts'
import { createLogger } from '../platform/logger.ts'
import { createApp } from './app.ts'
import type { Db } from './services.ts'

export const OPENAPI_PATH = fileURLToPath(new URL('../../openapi/openapi.json', import.meta.url))

/** The text of the document. No request is made, so there is no database behind. */
export async function renderOpenapi(): Promise<string> {
  const app = await createApp({
    db: undefined as unknown as Db,
    clock: systemClock,
    logger: createLogger('silent'),
    config: readConfig({}),
  })
  await app.ready()
  const document = app.swagger()
  await app.close()
  return `${JSON.stringify(document, null, 2)}\n`
}

if (import.meta.main) {
  await mkdir(dirname(OPENAPI_PATH), { recursive: true })
  await writeFile(OPENAPI_PATH, await renderOpenapi())
}
