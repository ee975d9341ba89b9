import multipart from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { importFile } from '../../import/import-file.ts'
import { importOnce, oneJobPerKey } from '../../import/import-once.ts'
import { importPlan } from '../../import/import-plan.ts'
import { importReference } from '../../import/import-reference.ts'
import type { Ledger } from '../../import/ledger.ts'
import type { ImportOptions } from '../../import/run-import.ts'
import { withOnlyFile } from '../../import/unpack.ts'
import { oneAtATime } from '../one-at-a-time.ts'
import { readUploadParameters } from '../read-upload-parameters.ts'
import { withUploadedFile } from '../receive-upload.ts'
import { ledgerSchema, type Upload, uploadHeadersSchema, uploadQuerySchema } from '../schemas/import.ts'
import { json, problems } from '../schemas/problem.ts'
import type { Db, Services } from '../services.ts'
import { CallerGone } from '../upload-errors.ts'

/** An import reads its file whole: longer than any other request, never cut while it is at work. */
const LONGEST_IMPORT_MS = 6 * 60 * 60 * 1000

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const ODS = 'application/vnd.oasis.opendocument.spreadsheet'

/** "C:\exports\marchés.csv" → "marchés.csv" */
function toFileName(given: string | undefined): string {
  const name = (given ?? '')
    .split(/[/\\]/)
    .at(-1)
    ?.replace(/\p{Cc}/gu, '')
    .trim()
  return name || 'fichier sans nom'
}

function importUpload(
  { db, clock }: Services,
  path: string,
  upload: Upload,
  options: ImportOptions,
): Promise<Ledger & { closed?: number }> {
  const { kind, listedOn, partial, maxLoss, keep, force, buyer, acceptGuesses, period, tax, facilitator } =
    upload
  const { sheet: sheets } = upload
  const replaces = upload.replaces === undefined ? undefined : BigInt(upload.replaces)
  if (kind === undefined || kind === 'contracts' || kind === 'payments' || kind === 'hours')
    return importFile(db, clock, path, {
      ...options,
      kind,
      sheets,
      buyer,
      facilitator,
      replaces,
      acceptGuesses,
      period,
      tax,
    })
  if (kind === 'plan') return importPlan(db, clock, path, options)
  return importReference(db, clock, kind, path, {
    ...options,
    ...(listedOn !== undefined && { listedOn }),
    ...(partial !== undefined && { isComplete: !partial }),
    ...(maxLoss !== undefined && { largestLossPercent: maxLoss }),
    ...(keep !== undefined && { keep }),
    force,
  })
}

/** Ends the import of a caller who left: nobody would learn what became of the file. The transaction takes it all back. */
const stopWhenGone =
  ({ raw }: FastifyRequest) =>
  () => {
    if (raw.socket.destroyed) throw new CallerGone()
  }

const DESCRIPTION = `Le corps de la requête est le fichier tel quel, quel que soit son \`Content-Type\`, ou un formulaire \`multipart/form-data\` d’un seul fichier. Le format est reconnu au contenu ; un \`.gz\`, ou un \`.zip\` d’un seul fichier, est décompressé. Tout le fichier est importé, ou rien ; chaque ligne est nouvelle, modifiée, inchangée ou refusée avec son motif. Envoyer deux fois le même fichier ne change rien. Si l’appelant s’en va avant la fin, rien n’est importé.

**Tableaux.** Un tableau dont une colonne qui compte n’a pu être que devinée est refusé (\`mapping-to-confirm\`) tant que \`acceptGuesses\` ou un profil de colonnes ne le confirme pas ; \`dryRun\` montre ce qui a été compris.

**Classeurs.** Toutes les feuilles visibles qui sont un tableau de même nature sont lues, chacune par ses titres ; \`sheets\` dit ce qu’est devenue chaque feuille, et \`isLeftOut\` celles qui restent à lire. \`sheet\` choisit les feuilles ; chaque problème donne la sienne.

**Heures corrigées.** Les lignes d’un relevé d’heures qui n’y sont plus ne sont pas retirées d’elles-mêmes : le bilan les compte (\`hours-dropped\`), et \`replaces\` les retire.

**Marchés et dépenses.** Sans \`kind\`, un tableau de dépenses est reconnu à un titre qui le dit sûrement (dépense, mandaté, payé, date de paiement, exercice…) ; ce qui est dit de l’autre sorte de fichier est alors sans effet.

**Formulaire.** Ses autres parties peuvent porter les paramètres de l’adresse ; un champ vide ne dit rien, et une valeur qui contredit l’adresse est refusée. Le nom du fichier est celui de \`fileName\`, à défaut celui de la partie.

**Idempotency-Key.** La même demande (mêmes paramètres, même fichier) renvoyée avec la même clé reçoit la réponse de la première, refus du fichier (4xx) compris, avec l’en-tête \`idempotency-replayed: true\`, et rien n’est importé. Avec un autre fichier ou d’autres paramètres : 422. Pendant que la première est en cours : 409. Une panne (5xx), un envoi interrompu ou des paramètres refusés ne retiennent pas la clé.`

export const uploadRoutes: FastifyPluginAsyncZod<Services> = async (app, services) => {
  const { db, clock } = services
  const inTurn = oneAtATime()
  const holdingKey = oneJobPerKey()

  // Whatever the type says it is, the body is a file or a form: it is streamed to disk by the handler, never parsed here.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))
  await app.register(multipart)
  // Without this, Node asks every caller who waits for a word to go on, even one whose file will be refused.
  app.server.on('checkContinue', app.routing)

  app.post(
    '/v1/imports',
    {
      bodyLimit: services.uploadLimitBytes,
      handlerTimeout: LONGEST_IMPORT_MS,
      schema: {
        operationId: 'importFile',
        tags: ['Imports'],
        summary: 'Importer un fichier',
        description: DESCRIPTION,
        consumes: [
          'application/json',
          'application/xml',
          'text/csv',
          XLSX,
          ODS,
          'application/octet-stream',
          'multipart/form-data',
        ],
        querystring: uploadQuerySchema,
        headers: uploadHeadersSchema,
        body: z
          .any()
          .describe(
            'Le fichier : JSON, XML, CSV, XLSX ou ODS pour des marchés, CSV, XLSX ou ODS pour des dépenses, ces formats ou JSON pour une liste, JSON pour un plan.',
          ),
        response: {
          200: json(ledgerSchema, 'Rien ne change : lignes déjà connues ou refusées, ou essai (`dryRun`).'),
          201: json(ledgerSchema, 'Importé. `Location` donne l’adresse de l’import.'),
          ...problems(400, 409, 413, 415, 422, 500, 503, 507),
        },
      },
    },
    async (request, reply) => {
      const { 'idempotency-key': key } = request.headers
      const stopIfGone = stopWhenGone(request)
      // The address alone can be refused before the file is read; a form may still complete it.
      if (!request.isMultipart()) readUploadParameters(request.url, {})
      const outcome = await withUploadedFile(reply, (received) => {
        const upload = readUploadParameters(request.url, received.fields)
        const name = toFileName(upload.fileName ?? received.fileName)
        const options = { name, onProgress: stopIfGone, isDryRun: upload.dryRun }
        const importInto = (target: Db) =>
          withOnlyFile(received.path, name, (path) =>
            importUpload({ ...services, db: target }, path, upload, options),
          )
        const inTurnIfThere = <T>(job: () => Promise<T>) =>
          inTurn(() => {
            stopIfGone()
            return job()
          })
        if (key === undefined || upload.dryRun)
          return inTurnIfThere(async () => ({ isReplayed: false, ledger: await importInto(db) }))
        const keyed = {
          key,
          parameters: { ...upload, fileName: name },
          fileDigest: received.digest,
        }
        return holdingKey(key, () => inTurnIfThere(() => importOnce(db, clock, keyed, importInto)))
      })
      if (outcome.isReplayed) reply.header('idempotency-replayed', 'true')
      if ('error' in outcome) throw outcome.error
      const { importId, stored, updated, closed = 0 } = outcome.ledger
      const isChange = importId !== null && stored + updated + closed > 0
      if (isChange) reply.header('location', `/v1/imports/${importId}`)
      return reply.code(isChange ? 201 : 200).send(outcome.ledger)
    },
  )
}
