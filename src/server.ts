import closeWithGrace from 'close-with-grace'
import type { Connection } from './database/connect.ts'
import { createApp } from './http/app.ts'
import type { Clock } from './platform/clock.ts'
import type { Config } from './platform/config.ts'
import { createLogger } from './platform/logger.ts'

/** A running request has this long to end once a stop is asked. */
const GRACE_MS = 10_000

/**
 * Serves the API on an open database until the process is asked to stop (Ctrl-C, SIGTERM): running requests end, the
 * database closes, the process exits. The promise never resolves; it rejects when the address cannot be listened on.
 */
export async function serve(
  connection: Connection,
  clock: Clock,
  config: Config,
  { host, port }: { host: string; port: number },
): Promise<never> {
  const logger = createLogger(config.logLevel)
  const app = await createApp({ db: connection.db, clock, logger, config })
  const address = await app.listen({ host, port })
  await connection.publishAddress(address)
  const engine = connection.engine === 'server' ? 'serveur PostgreSQL' : 'embarquée'
  process.stdout.write(`\nAPI : ${address}/documentation — base ${engine}. Ctrl-C pour arrêter.\n`)
  return new Promise<never>(() => {
    closeWithGrace({ delay: GRACE_MS, logger }, async ({ err, signal }) => {
      if (err) logger.error({ err }, 'stopping after an unexpected error')
      else logger.info({ signal }, 'stopping')
      await app.close()
      await connection.close()
    })
  })
}
