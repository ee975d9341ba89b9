import { type Connection, connect } from '../database/connect.ts'
import { migrate } from '../database/migrate.ts'
import { refreshStaleFigures, refreshStaleVerdicts } from '../import/reclassify.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Timer } from '../platform/timer.ts'
import { EXIT, type Output } from './output.ts'

/** What every command is handed. `startServer` is given by the composition: the command line knows nothing of HTTP. */
export type CliContext = {
  config: Config
  clock: Clock
  timer: Timer
  output: Output
  startServer: (connection: Connection, options: { host: string; port: number }) => Promise<never>
}

/** Opens the database, brings it up to date, and closes it whatever happens. */
export async function withDatabase<T>(
  { config, clock }: CliContext,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await connect(config, clock)
  try {
    await migrate(connection.db)
    await refreshStaleVerdicts(connection.db, clock)
    await refreshStaleFigures(connection.db, clock)
    return await work(connection)
  } finally {
    await connection.close()
  }
}

/** Answers in JSON where asked, or where no person reads; in French otherwise. */
export const showWith =
  ({ output }: CliContext) =>
  (isJson: boolean, report: unknown, text: () => string): number => {
    output.out(isJson || !output.isTerminal ? JSON.stringify(report) : text())
    return EXIT.done
  }
