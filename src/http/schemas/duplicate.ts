import { z } from 'zod'
import { DUPLICATE_SIGNALS } from '../../domain/contract/duplicate-signal.ts'
import { originSchema } from './contract-report.ts'
import { dayText } from './dates.ts'
import { pageOf } from './page.ts'
import { buyers, endsAfterStart, paging, period } from './parameters.ts'

export const duplicateQuerySchema = z
  .strictObject({ buyer: buyers, ...period, ...paging })
  .refine(...endsAfterStart)

const suspectedContractSchema = z
  .object({
    id: z.string().describe('Identifiant dans ce service ; voir `GET /v1/contracts/{id}`.'),
    buyerId: z.string().describe('DECP : `acheteur.id`.'),
    sourceId: z.string().nullable().describe('DECP : `id`.'),
    lot: z.string().nullable().describe('Numéro de lot, quand le fichier le donne.'),
    object: z.string().nullable().describe('DECP : `objet`.'),
    notifiedOn: dayText().nullable().describe('Première notification connue. DECP : `dateNotification`.'),
    amount: z.number().nullable().describe('Montant d’origine, en euros hors taxes. DECP : `montant`.'),
    holders: z.array(z.string()).describe('Identifiants des titulaires. DECP : `titulaires.id`.'),
    origin: originSchema,
  })
  .meta({ id: 'SuspectedContract', description: 'L’un des deux marchés, et d’où il vient.' })

const duplicatePairSchema = z
  .object({
    buyerSiren: z.string().describe('SIREN de l’acheteur, le même pour les deux marchés.'),
    signals: z
      .array(z.enum(DUPLICATE_SIGNALS))
      .describe('Ce qui les rapproche, outre un titulaire commun ou inconnu.'),
    reasons: z.array(z.string()).describe('Les mêmes raisons, en français.'),
    first: suspectedContractSchema.describe('Le premier importé.'),
    second: suspectedContractSchema,
  })
  .meta({ id: 'DuplicatePair', description: 'Deux marchés qui semblent n’en être qu’un.' })

export const duplicatePageSchema = pageOf(duplicatePairSchema, 'DuplicatePage', 'Une page de paires.')
