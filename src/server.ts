import closeWithGrace from 'close-with-grace'
import type { Connection } from './database/connect.ts'
import { createApp } from './http/app.ts'
import type { Clock } from './platform/clock.ts'
import type { Config } from './platform/config.ts'
import { createLogger } from './platform/logger.ts'

/** A running request has this long to end once a stop is asked. */
const GRACE_MS = 10_000

/**
 * Serves the API on an open database until the process is asked to stop (Ctrl-C, SIGTERM): running requests end, then the
 * promise resolves and the caller closes the database.
 */
export async function serve(
  { db, engine }: Connection,
  clock: Clock,
  config: Config,
  { host, port }: { host: string; port: number },
): Promise<void> {
  const logger = createLogger(config.logLevel)
  const app = await createApp({ db, clock, logger, config })
  const address = await app.listen({ host, port })
  process.stdout.write(`\nAPI : ${address}/documentation (base : ${engine === 'server' ? 'serveur' : 'embarquée'}). Ctrl-C pour arrêter.\n`)
  await new Promise<void>((resolve) => {
    closeWithGrace({ delay: GRACE_MS, logger }, async ({ err }) => {
      if (err) logger.error({ err }, 'stopping after an unexpected error')
      await app.close()
      resolve()
      await new Promise((done) => setImmediate(done))
    })
  })
}
