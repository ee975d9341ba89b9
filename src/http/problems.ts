import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { AppError, ERROR_STATUS, explainDatabaseError } from '../platform/errors.ts'
import { wantsPage, writeProblemPage } from './problem-page.ts'
import { PROBLEM_TITLES, type ProblemCode } from './problem-titles.ts'
import { PAGE_POLICY } from './response-headers.ts'
import type { InvalidField, Problem } from './schemas/problem.ts'
import { CALLER_GONE, FormError } from './upload-errors.ts'
import { InvalidParameters, listInvalidFields, WHOLE_BODY } from './validation-problem.ts'

type Finding = Pick<Problem, 'detail' | 'errors' | 'details'> & { status: number; code: ProblemCode }

const MEGABYTE = 1024 * 1024

const formatSize = (bytes: number) =>
  bytes < MEGABYTE ? `${bytes} octets` : `${Math.floor(bytes / MEGABYTE)} Mo`

/** What the messages of the command line call an option is a query parameter here. */
const inHttpTerms = (message: string) =>
  message
    .replaceAll('--force', 'force=true')
    .replaceAll('--partial', 'partial=true')
    .replaceAll('--kind payments', 'kind=payments')
    .replace(/import FICHIER --accept-guesses( --buyer \d+)?/, 'acceptGuesses=true')
    .replaceAll('clauses change NUMÉRO --detach', 'PATCH /v1/insertion-clauses/NUMÉRO, avec « isDetached »')
    .replaceAll('clauses cancel NUMÉRO', 'PATCH /v1/insertion-clauses/NUMÉRO, avec « cancelled »')
    .replace(/edition show (\d+)/, 'GET /v1/editions/$1')
    .replace(/edition verify (\d+)/, 'GET /v1/editions/$1/verification')
    .replaceAll('import FICHIER --buyer SIRET', 'buyer=SIRET')
    .replace(
      /profile save FICHIER(?: --sheet "[^"]*")? --buyer SIRET/g,
      'POST /v1/mapping-profiles, avec « buyer »',
    )
    .replace(
      /profile save FICHIER(?: --kind hours)?(?: --sheet "[^"]*")? --map "[^"]*"|--map "[^"]*"/g,
      'POST /v1/mapping-profiles, avec « map »',
    )
    .replace(/--sheet "([^"]*)"/g, 'sheet=$1')
    .replaceAll('sans --sheet', 'sans le paramètre sheet')

function explainAppError({ code, message, details }: AppError): Finding {
  const { problems, ...facts } = details as { problems?: readonly { path: string; message: string }[] }
  const errors = problems?.map(({ path, message: expected }) => ({ path: path || WHOLE_BODY, expected }))
  return {
    status: ERROR_STATUS[code],
    code,
    detail: inHttpTerms(message),
    ...(errors && { errors }),
    ...(Object.keys(facts).length > 0 && { details: facts }),
  }
}

function explainInvalidFields(errors: InvalidField[]): Finding {
  const names = [...new Set(errors.map(({ parameter }) => `« ${parameter} »`))]
  const detail =
    names.length > 1 ? `Paramètres refusés : ${names.join(', ')}.` : `Paramètre refusé : ${names[0]}.`
  return { status: 400, code: 'parameters-invalid', detail, errors }
}

/** What Fastify itself refuses, by its error code. */
function explainFrameworkError(error: FastifyError, request: FastifyRequest): Finding | null {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE': {
      const limit = formatSize(request.routeOptions.bodyLimit)
      return {
        status: 413,
        code: 'body-too-large',
        detail: `Le fichier dépasse ${limit}, la limite de ce service. Rien n’a été importé.`,
      }
    }
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return {
        status: 415,
        code: 'media-type-unsupported',
        detail: 'L’en-tête Content-Type ne convient pas ici.',
      }
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return { status: 414, code: 'url-too-long', detail: 'Un élément du chemin de l’adresse est trop long.' }
    case 'FST_ERR_HANDLER_TIMEOUT':
      return {
        status: 503,
        code: 'time-out',
        detail:
          'La réponse a pris trop de temps. Réduisez la période ou la page demandée, ou réessayez plus tard.',
      }
  }
  const status = error.statusCode ?? 500
  if (status < 400 || status >= 500) return null
  return {
    status,
    code: 'request-malformed',
    detail: 'La requête est mal formée : adresse, en-têtes ou corps.',
  }
}

function explain(thrown: FastifyError, request: FastifyRequest): Finding {
  const error = explainDatabaseError(thrown)
  if (error instanceof AppError) return explainAppError(error)
  if (error instanceof FormError) return { status: 400, code: 'form-invalid', detail: error.message }
  if (error instanceof InvalidParameters) return explainInvalidFields(error.fields)
  if (hasZodFastifySchemaValidationErrors(error))
    return explainInvalidFields(listInvalidFields(request, error.validationContext))
  if (error.code === CALLER_GONE && request.raw.socket.destroyed)
    return {
      status: 400,
      code: 'upload-interrupted',
      detail: 'L’envoi a été interrompu. Rien n’a été importé.',
    }
  return (
    explainFrameworkError(error, request) ?? {
      status: 500,
      code: 'internal-error',
      detail: `Une erreur interne est survenue. Donnez cet identifiant à la personne qui tient le service : ${request.id}.`,
    }
  )
}

/** Answers with a problem: JSON for programs, the same in words for a browser. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, finding: Finding): FastifyReply {
  const { status, code, detail, errors, details } = finding
  const problem: Problem = {
    type: `/problems/${code}`,
    title: PROBLEM_TITLES[code],
    status,
    detail,
    instance: request.url,
    code,
    ...(errors && { errors }),
    ...(details && { details }),
  }
  reply.code(status).header('vary', 'accept')
  return wantsPage(request.headers.accept)
    ? reply
        .header('content-security-policy', PAGE_POLICY)
        .type('text/html; charset=utf-8')
        .send(writeProblemPage(problem))
    : reply.type('application/problem+json').send(problem)
}

/** Turns whatever was thrown into a problem. What is not the caller's doing is logged whole and told to nobody. */
export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const finding = explain(error, request)
  if (finding.status >= 500) request.log.error({ err: error }, finding.code)
  else {
    const { message: cause } = (error.cause ?? {}) as Partial<Error>
    request.log.info({ code: finding.code, errors: finding.errors, cause }, 'refused')
  }
  // The rest of a body that is not read any more would be taken for the next request.
  if (finding.status === 413 || finding.code === 'form-invalid') reply.header('connection', 'close')
  return sendProblem(request, reply, finding)
}
