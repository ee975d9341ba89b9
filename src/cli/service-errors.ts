import { AppError, ERROR_STATUS, type ErrorCode } from '../platform/errors.ts'

/** What a service answered, its body as text. */
export type Answer = { status: number; type: string; location: string | undefined; body: string }

const NO_ANSWER: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'aucun service n’écoute à cette adresse. Démarrez-le (npm start), ou corrigez le port',
  ENOTFOUND: 'ce nom de machine est inconnu. Corrigez l’adresse',
  EAI_AGAIN: 'le nom de la machine ne peut pas être résolu. Vérifiez le réseau',
  EHOSTUNREACH: 'la machine ne peut pas être jointe. Vérifiez le réseau',
  ENETUNREACH: 'le réseau ne mène pas à cette machine',
  ETIMEDOUT: 'la machine ne répond pas. Vérifiez l’adresse et le pare-feu',
  TimeoutError: 'aucune réponse en 10 secondes. Vérifiez l’adresse et le pare-feu',
  EPROTO: 'le service ne parle pas HTTPS à ce port. Essayez la même adresse en http://',
}

const CUT = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'UND_ERR_SOCKET'])
const CERTIFICATE = /CERT|SIGNED|ISSUER|ALTNAME|ERR_TLS|ERR_SSL/

/** Whether a connection ended in the middle: what became of the request is not known. */
export const isCut = ({ code = '' }: NodeJS.ErrnoException) => CUT.has(code)

/** What a person can do about a service that cannot be talked to; another error comes back as it is. */
export function explainNoAnswer(error: NodeJS.ErrnoException, address: string): Error {
  const code = error.code?.toString() ?? ''
  const reason = NO_ANSWER[code] ?? NO_ANSWER[error.name]
  if (/ERR_SSL|EPROTO/.test(code))
    return new AppError('service-unreachable', `Service ${address} : ${NO_ANSWER.EPROTO} (${code}).`)
  if (reason !== undefined)
    return new AppError(
      'service-unreachable',
      `Service ${address} injoignable : ${reason} (${code || error.name}).`,
    )
  if (CERTIFICATE.test(code))
    return new AppError(
      'service-unreachable',
      `Service ${address} : son certificat n'est pas accepté (${code}). S'il vient de votre propre autorité, donnez-la par la variable NODE_EXTRA_CA_CERTS ; sinon vérifiez l'adresse. Rien n'a été envoyé.`,
    )
  if (code.startsWith('HPE_'))
    return new AppError(
      'service-unknown',
      `Ce qui répond à ${address} ne parle pas HTTP (${code}). Si le service est en https, écrivez https://.`,
    )
  if (isCut(error))
    return new AppError(
      'service-unreachable',
      `La connexion avec le service ${address} a été coupée, et un second essai n'a pas abouti. Le fichier a été importé en entier ou pas du tout : relancez la commande, un fichier déjà importé ne change rien.`,
    )
  return error
}

/** What the service calls a parameter is an option of the command line here. */
const inCommandTerms = (text: string) =>
  text
    .replaceAll('force=true', '--force')
    .replaceAll('partial=true', '--partial')
    .replaceAll('acceptGuesses=true', 'import FICHIER --accept-guesses')
    .replaceAll('buyer=SIRET', 'import FICHIER --buyer SIRET')
    .replaceAll('kind=payments', '--kind payments')
    .replaceAll('sheet=NOM', '--sheet "NOM"')
    .replaceAll('sans le paramètre sheet', 'sans --sheet')
    .replaceAll('POST /v1/mapping-profiles, avec « buyer »', 'profile save FICHIER --buyer SIRET')
    .replaceAll(
      'POST /v1/mapping-profiles, avec « map »',
      'profile save FICHIER --map "Titre de la colonne=champ"',
    )

type Problem = { code: string; detail: string; details?: Record<string, unknown>; errors?: unknown }

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'code' in value && 'detail' in value

/** Whoever answers at this address is somebody else. */
export const notThisService = (address: string, sign: string) =>
  new AppError(
    'service-unknown',
    `Ce qui répond à ${address} n'est pas ce service (${sign}). Vérifiez l'adresse donnée à --server. Rien n'a été envoyé.`,
  )

/** The refusal that an answer is, in the words of the service when they are. */
export function explainRefusal({ status, location, body }: Answer, address: string): AppError {
  const problem = parseJson(body)
  if (isProblem(problem)) {
    const { code, detail, details = {}, errors } = problem
    const known = code in ERROR_STATUS ? (code as ErrorCode) : 'service-refused'
    return new AppError(known, inCommandTerms(detail), {
      ...(known !== code && { problem: code }),
      ...details,
      ...(errors !== undefined && { errors }),
    })
  }
  if (status >= 300 && status < 400)
    return new AppError(
      'service-unknown',
      `L'adresse ${address} renvoie vers ${location ?? 'une autre adresse'}. Donnez directement l'adresse du service.`,
    )
  if (status === 401 || status === 403 || status === 407)
    return new AppError(
      'service-refused',
      `L'accès à ${address} est refusé (${status}). Donnez le compte dans l'adresse, https://compte:mot-de-passe@machine, ou demandez l'accès.`,
    )
  if (status === 413)
    return new AppError(
      'service-refused',
      `Un intermédiaire placé devant le service ${address} refuse un fichier de cette taille (413). Demandez d'y relever la limite, ou envoyez le fichier en plusieurs parties.`,
    )
  if (status >= 500)
    return new AppError(
      'service-refused',
      `Le service ${address}, ou un intermédiaire placé devant lui, est en panne (${status}). Le fichier a été importé en entier ou pas du tout : relancez la commande plus tard.`,
    )
  return notThisService(address, `réponse ${status}`)
}
