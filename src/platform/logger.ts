import { type Logger, pino } from 'pino'

/**
 * Structured logs on standard error: standard output belongs to the answers of the command line. Lines leave together, 0.1 s late at
 * most and all of them when the process ends by itself: one write a line took a sixth of the time of an answer kept in memory.
 */
export function createLogger(level: string): Logger {
  const destination = pino.destination({ fd: 2, sync: false, minLength: 4096, periodicFlush: 100 })
  return pino({ level }, destination)
}
