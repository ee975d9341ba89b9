import { errorCodes, type FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { importContracts } from '../../import/import-contracts.ts'
import { importPlan } from '../../import/import-plan.ts'
import { importReference } from '../../import/import-reference.ts'
import type { Ledger } from '../../import/ledger.ts'
import type { ImportOptions } from '../../import/run-import.ts'
import { withOnlyFile } from '../../import/unpack.ts'
import { oneAtATime } from '../one-at-a-time.ts'
import { CALLER_GONE } from '../problems.ts'
import { withUploadedFile } from '../receive-upload.ts'
import { ledgerSchema, type Upload, uploadQuerySchema } from '../schemas/import.ts'
import { json, problems } from '../schemas/problem.ts'
import type { Services } from '../services.ts'

/** An import reads its file whole: longer than any other request, never cut while it is at work. */
const LONGEST_IMPORT_MS = 6 * 60 * 60 * 1000

/** "C:\exports\marchés.csv" → "marchés.csv" */
function toFileName(given: string | undefined): string {
  const name = (given ?? '')
    .split(/[/\\]/)
    .at(-1)
    ?.replace(/\p{Cc}/gu, '')
    .trim()
  return name || 'fichier sans nom'
}

function importFile(
  { db, clock }: Services,
  path: string,
  upload: Upload,
  options: ImportOptions,
): Promise<Ledger & { closed?: number }> {
  const { kind, listedOn, partial, force } = upload
  if (kind === 'contracts') return importContracts(db, clock, path, options)
  if (kind === 'plan') return importPlan(db, clock, path, options)
  return importReference(db, clock, kind, path, {
    ...options,
    ...(listedOn !== undefined && { listedOn }),
    ...(partial && { isComplete: false }),
    force,
  })
}

/** Ends the import of a caller who left: nobody would learn what became of the file. The transaction takes it all back. */
const stopWhenGone =
  ({ raw }: FastifyRequest) =>
  () => {
    if (raw.socket.destroyed) throw Object.assign(new Error('the caller is gone'), { code: CALLER_GONE })
  }

export const uploadRoutes: FastifyPluginAsyncZod<Services> = async (app, services) => {
  const inTurn = oneAtATime()

  // Whatever the type says it is, the body is a file: it is streamed to disk by the handler, never parsed here.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))
  app.addContentTypeParser('multipart/form-data', (_request, _payload, done) =>
    done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE()),
  )

  app.post(
    '/v1/imports',
    {
      bodyLimit: services.uploadLimitBytes,
      handlerTimeout: LONGEST_IMPORT_MS,
      schema: {
        operationId: 'importFile',
        tags: ['Imports'],
        summary: 'Importer un fichier',
        description:
          'Le corps de la requête est le fichier, tel quel, quel que soit son `Content-Type` : le format est reconnu à son contenu ; un `.gz`, ou un `.zip` d’un seul fichier, est décompressé. Tout le fichier est importé, ou rien ; chaque ligne est nouvelle, modifiée, inchangée ou refusée avec son motif. Envoyer deux fois le même fichier ne change rien. Si l’appelant s’en va avant la fin de la lecture, rien n’est importé.',
        consumes: ['application/json', 'application/xml', 'text/csv', 'application/octet-stream'],
        querystring: uploadQuerySchema,
        body: z
          .any()
          .describe('Le fichier : JSON, XML ou CSV pour des marchés, CSV pour une liste, JSON pour un plan.'),
        response: {
          200: json(ledgerSchema, 'Rien ne change : lignes déjà connues ou refusées, ou essai (`dryRun`).'),
          201: json(ledgerSchema, 'Importé. `Location` donne l’adresse de l’import.'),
          ...problems(400, 409, 413, 415, 500, 503),
        },
      },
    },
    async (request, reply) => {
      const { query } = request
      const stopIfGone = stopWhenGone(request)
      const options = { name: toFileName(query.fileName), onProgress: stopIfGone, isDryRun: query.dryRun }
      const ledger = await withUploadedFile(request, (path) =>
        inTurn(async () => {
          stopIfGone()
          return withOnlyFile(path, options.name, (file) => importFile(services, file, query, options))
        }),
      )
      const { importId, stored, updated, closed = 0 } = ledger
      const isChange = importId !== null && stored + updated + closed > 0
      if (isChange) reply.header('location', `/v1/imports/${importId}`)
      return reply.code(isChange ? 201 : 200).send(ledger)
    },
  )
}
