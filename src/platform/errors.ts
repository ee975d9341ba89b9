/**
 * Errors that stop the work. Each has a stable code; the message is French, says what is wrong and what to do.
 * HTTP turns them into RFC 9457 problems with `status`, the command line into exit code 1 (2 for `bad-usage`).
 */
export const ERROR_STATUS = {
  'bad-usage': 400,
  'file-not-found': 404,
  'not-a-file': 400,
  'file-unreadable': 400,
  'file-empty': 400,
  'file-truncated': 400,
  'format-unknown': 415,
  'format-not-supported': 415,
  'archive-unreadable': 400,
  'workbook-unreadable': 400,
  'workbook-too-large': 413,
  'sheet-unknown': 400,
  'csv-malformed': 400,
  'json-malformed': 400,
  'xml-malformed': 400,
  'plan-invalid': 400,
  'plan-exists': 409,
  'profile-invalid': 400,
  'buyer-needed': 400,
  'too-many-rows': 400,
  'personal-data': 400,
  'clause-invalid': 400,
  'clause-exists': 409,
  'hours-stated': 409,
  'mapping-to-confirm': 409,
  'file-imported-otherwise': 409,
  'list-older': 409,
  'list-loses-too-much': 409,
  'list-mostly-malformed': 400,
  'decision-reverted': 409,
  'edition-withdrawn': 409,
  'import-in-use': 409,
  'import-undone': 409,
  'import-not-traced': 409,
  'folder-held': 503,
  'folder-unusable': 503,
  'database-unreachable': 503,
  'database-other-version': 503,
  'idempotency-key-in-use': 409,
  'idempotency-key-reused': 422,
  'data-changed': 409,
  'disk-full': 507,
  'service-unreachable': 502,
  'service-unknown': 502,
  'service-refused': 502,
  'not-found': 404,
} as const
export type ErrorCode = keyof typeof ERROR_STATUS

/** A failure the user can act on. Anything else that is thrown is a defect of the product. */
export class AppError extends Error {
  readonly code: ErrorCode
  /** More facts for a machine: line, column, expected values. */
  readonly details: Record<string, unknown>

  /** `options.cause`: what a library threw, for the log. */
  constructor(
    code: ErrorCode,
    message: string,
    details: Record<string, unknown> = {},
    options: ErrorOptions = {},
  ) {
    super(message, options)
    this.name = 'AppError'
    this.code = code
    this.details = details
  }
}

/** Whether PostgreSQL keeps this text as it is: it has no NUL, and half a surrogate pair becomes another character. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

/** What PostgreSQL says of a text that it cannot keep: `character_not_in_repertoire`, `untranslatable_character`. */
const TEXT_REFUSED = ['22021', '22P05']

/** The refusal that an error of the database stands for, when it is a text that cannot be stored; any other error as it is. */
export function explainDatabaseError<E extends Error & { code?: string }>(error: E): E | AppError {
  if (error instanceof AppError || !TEXT_REFUSED.includes(error.code ?? '')) return error
  return new AppError(
    'bad-usage',
    'Un texte contient un caractère nul (U+0000) ou une moitié de caractère, que la base ne peut pas garder. Rien n’a été enregistré.',
  )
}
