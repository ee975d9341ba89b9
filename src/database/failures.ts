import { AppError } from '../platform/errors.ts'

/** How PostgreSQL and the system say that there is no room left. */
const DISK_FULL = new Set(['53100', 'ENOSPC', 'EDQUOT'])
/** What the embedded engine says when it can write no more, in place of the reason. Tried on a full disk. */
const EMBEDDED_STUCK = /no space left on device|cannot drop active portal/i
/** Shutdown by an administrator or a crash (57P0x), connection lost (08xxx). */
const LOST_CODE = /^(57P0[1-5]|08[0-9A-Z]{3})$/
const SOCKET_CODES = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT'])
const LOST_MESSAGE =
  /connection terminated|connection ended|not queryable|server closed the connection|terminating connection/i

/**
 * What a person can do about a failure of the database in the middle of a write; any other error comes back as it is. The
 * transaction is gone with it, but for one case the words leave open: a connection lost while it was being committed.
 */
export function explainFailure(error: NodeJS.ErrnoException): Error {
  if (error instanceof AppError) return error
  const { code = '', message } = error
  if (DISK_FULL.has(code) || EMBEDDED_STUCK.test(message))
    return new AppError(
      'disk-full',
      "Le disque de la base de données est plein. Rien n'a été enregistré : la base est comme avant. Libérez de la place, ou désignez un autre disque (SPASER_DATA_DIR, ou le serveur de DATABASE_URL), puis recommencez.",
    )
  const isSocketLost = SOCKET_CODES.has(code) && error.syscall !== undefined
  if (isSocketLost || LOST_CODE.test(code) || LOST_MESSAGE.test(message))
    return new AppError(
      'database-unreachable',
      "La connexion au serveur PostgreSQL a été coupée pendant l'import. Un import est écrit en entier ou pas du tout. Vérifiez que le serveur est démarré, puis recommencez : un fichier déjà importé ne change rien.",
    )
  return error
}
