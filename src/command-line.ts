import type { CliContext } from './cli/context.ts'
import { EXIT, goOnWhenNobodyReads, standardOutput } from './cli/output.ts'
import { runCli } from './cli/run-cli.ts'
import { systemClock } from './platform/clock.ts'
import { type Config, readConfig } from './platform/config.ts'
import { AppError } from './platform/errors.ts'
import { systemTimer } from './platform/timer.ts'

/** Serving is loaded when asked for: the other commands start without Fastify. */
const startServerWith =
  (config: Config): CliContext['startServer'] =>
  async (connection, options) => {
    const { serve } = await import('./server.ts')
    return serve(connection, systemClock, config, options).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error
      throw new AppError(
        'bad-usage',
        `L'adresse ${options.host}:${options.port} est déjà prise ou interdite (${error.code}). Choisissez un autre port : --port, ou la variable PORT.`,
      )
    })
  }

/** What a person can do about an error nobody foresaw; its detail goes to whoever asked for it. */
function describeUnexpected(error: Error & { code?: string }, config: Config | null): string {
  const detail = config?.logLevel === 'debug' ? `\n${error.stack}` : ' (LOG_LEVEL=debug pour le détail)'
  return `Erreur inattendue : ${error.message || error.code}. La base est restée comme avant cette commande.${detail}`
}

/** The command line: composes the parts and turns what happens into an exit code. */
async function main(): Promise<number> {
  let config: Config | null = null
  try {
    config = readConfig()
    const context = {
      config,
      clock: systemClock,
      timer: systemTimer,
      output: standardOutput,
      startServer: startServerWith(config),
    }
    return await runCli(context, process.argv.slice(2))
  } catch (error) {
    const isBadSetting = error instanceof RangeError && config === null
    standardOutput.err(isBadSetting ? error.message : describeUnexpected(error as Error, config))
    return isBadSetting ? EXIT.badUsage : EXIT.failed
  }
}

goOnWhenNobodyReads()
const code = await main()
// An embedded database that could not be opened, on a full disk for one, keeps its process alive for ever.
if (code === EXIT.failed) process.exit(code)
process.exitCode = code
