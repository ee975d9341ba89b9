import { type Logger, pino } from 'pino'

/** Structured logs on standard error: standard output belongs to the answers of the command line. */
export function createLogger(level: string): Logger {
  return pino({ level, redact: ['req.headers.authorization', 'req.headers.cookie'] }, pino.destination(2))
}
