import { runCli } from './cli/run-cli.ts'
import { EXIT, standardOutput } from './cli/output.ts'
import { systemClock } from './platform/clock.ts'
import { readConfig } from './platform/config.ts'

/** The command line: composes the parts and turns what happens into an exit code. */
async function main(): Promise<number> {
  try {
    const config = readConfig()
    const startServer = async (...[connection, options]: Parameters<Parameters<typeof runCli>[0]['startServer']>) => {
      const { serve } = await import('./server.ts')
      await serve(connection, systemClock, config, options)
    }
    return await runCli({ config, clock: systemClock, output: standardOutput, startServer }, process.argv.slice(2))
  } catch (error) {
    if (error instanceof RangeError) {
      standardOutput.err(error.message)
      return EXIT.badUsage
    }
    const { message, code } = error as NodeJS.ErrnoException
    standardOutput.err(
      `Erreur inattendue : ${message || code}. La base est restée comme avant. Relancez avec LOG_LEVEL=debug et signalez-la si elle se répète.`,
    )
    if (process.env.LOG_LEVEL === 'debug') standardOutput.err((error as Error).stack ?? '')
    return EXIT.failed
  }
}

process.exitCode = await main()
