/** How Node names a connection that its other end left. */
export const CALLER_GONE = 'ECONNRESET'

/** The caller left before the end: nobody would learn what became of the file. */
export class CallerGone extends Error {
  readonly code = CALLER_GONE

  constructor() {
    super('the caller is gone')
  }
}

/** A form that cannot be taken; the message, in French, says what to send instead. */
export class FormError extends Error {}
