import { AppError } from '../platform/errors.ts'

const UNREACHABLE: Readonly<Record<string, string>> = {
  ENOTFOUND: 'ce nom de machine ne peut pas être trouvé (DNS)',
  EAI_AGAIN: 'le nom de la machine ne peut pas être résolu (DNS)',
  ECONNREFUSED: 'aucun service n’écoute à cette adresse',
  EHOSTUNREACH: 'la machine ne peut pas être jointe',
  ENETUNREACH: 'le réseau n’y mène pas',
  UND_ERR_CONNECT_TIMEOUT: 'la connexion ne s’établit pas',
  ETIMEDOUT: 'la connexion ne s’établit pas',
}
const CERTIFICATE = /CERT|SIGNED|ISSUER|ALTNAME|ERR_TLS|ERR_SSL|EPROTO/
/** A connection that ended in the middle, or an answer too slow to come: the next one may be better. */
const PASSING = /^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_\w+|HPE_\w+|TimeoutError)$/

/** What names a failure of the network, a code most often; `null`: the error is something else. */
export function nameOfFailure(error: Error): string | null {
  if (error.name === 'TimeoutError') return error.name
  if (!(error instanceof TypeError && error.cause instanceof Error)) return null
  const { code, message }: { code?: unknown; message: string } = error.cause
  return typeof code === 'string' ? code : message
}

/** Whether nothing can be asked at all, as opposed to a question that failed. */
export const isUnreachable = (failure: string) => failure in UNREACHABLE || !PASSING.test(failure)

const WHAT_TO_DO =
  'Vérifiez l’accès à Internet de cette machine. Derrière un proxy : NODE_USE_ENV_PROXY=1 et HTTPS_PROXY=http://proxy:port. Autre adresse de l’API : COMPANY_SEARCH_URL. Sans accès possible, importez le fichier SIRENE : reference import sirene FICHIER.'
/** True whenever it is said: answers that came before are stored, and nothing else is. */
const NOTHING_LOST = 'Les réponses reçues avant, s’il y en a, sont enregistrées ; rien d’autre n’a changé.'

export function explainUnreachable(failure: string, address: string): AppError {
  const isCertificate = CERTIFICATE.test(failure)
  const reason =
    UNREACHABLE[failure] ??
    (isCertificate ? 'le certificat n’est pas accepté (voir NODE_EXTRA_CA_CERTS)' : 'la connexion échoue')
  return new AppError(
    'service-unreachable',
    `L’API ${address} ne peut pas être jointe : ${reason} (${failure}). ${WHAT_TO_DO} ${NOTHING_LOST}`,
  )
}

export const explainAccessRefused = (status: number, address: string) =>
  new AppError(
    'service-refused',
    `L’accès à l’API ${address} est refusé (HTTP ${status}) par elle-même ou par un intermédiaire. ${WHAT_TO_DO} ${NOTHING_LOST}`,
  )

export const explainLongWait = (status: string, afterMs: number, address: string) =>
  new AppError(
    'service-refused',
    `L’API ${address} demande d’attendre ${Math.ceil(afterMs / 60_000)} minutes (${status}). ${NOTHING_LOST} Relancez la même commande après ce délai : elle reprendra où elle en est.`,
  )

export const explainSilence = (last: string, address: string) =>
  new AppError(
    'service-unreachable',
    `L’API ${address} ne répond plus (${last}) malgré plusieurs essais. ${NOTHING_LOST} Relancez la même commande plus tard : elle reprendra où elle en est.`,
  )

export const explainStrangeAnswers = (refused: number, read: number, address: string) =>
  new AppError(
    'service-unknown',
    `${refused} réponses sur ${read} de ${address} ne sont pas celles de l’API Recherche d’entreprises : arrêt. Vérifiez COMPANY_SEARCH_URL, et qu’aucun proxy ne réponde à sa place. ${NOTHING_LOST}`,
  )
