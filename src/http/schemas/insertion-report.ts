import { z } from 'zod'
import { USUAL_FULL_TIME_HOURS } from '../../domain/insertion/insertion-facts.ts'
import { dayText } from './dates.ts'
import { insertionReferenceSchema, insertionValueShape } from './insertion-figure.ts'
import { buyers, choice, day, endsAfterStart, fullTimeHours, integer } from './parameters.ts'
import { asOfSchema, sourceSchema } from './share.ts'

export const insertionReportQuerySchema = z
  .strictObject({
    buyer: buyers,
    from: day().optional().describe('Premier jour de la période, inclus.'),
    to: day().optional().describe('Dernier jour de la période, inclus.'),
    fullTimeHours: fullTimeHours()
      .default(USUAL_FULL_TIME_HOURS)
      .describe('Heures d’un équivalent temps plein : 1607 (durée légale) ou 1820 (temps payé).'),
    audience: choice(['public', 'internal'])
      .default('public')
      .describe('public : les groupes de moins de 5 personnes sont cachés ; internal : tout est montré.'),
    threshold: integer({ min: 1, max: 999_999_999 })
      .optional()
      .describe(
        'Seuil européen en euros HT, au-dessus duquel la clause est obligatoire ; absent : part non calculée.',
      ),
  })
  .refine(...endsAfterStart)

const resultSchema = z
  .object({
    id: z.string().describe('Identifiant stable.'),
    title: z.string().describe('Titre.'),
    definition: z.string().describe('Définition.'),
    formula: z.string().describe('Calcul.'),
    unit: z.string().describe('Unité.'),
    exclusions: z.array(z.string()).describe('Ce qui n’est pas compté.'),
    assumptions: z.array(z.string()).describe('Hypothèses.'),
    references: z.array(insertionReferenceSchema).describe('Textes.'),
    ...insertionValueShape,
  })
  .meta({ id: 'InsertionIndicator', description: 'Un indicateur d’insertion et son chiffre.' })

export const insertionReportSchema = z
  .object({
    indicators: z.array(resultSchema).describe('Les indicateurs.'),
    method: z
      .object({
        fullTimeHours: z.number().describe('Heures d’un équivalent temps plein.'),
        smallestGroup: z.number().nullable().describe('Plus petit groupe montré ; nul : tous le sont.'),
        threshold: z.number().nullable().describe('Seuil donné, en euros HT.'),
      })
      .meta({ id: 'InsertionMethod', description: 'Comment les chiffres ont été faits.' }),
    filters: z
      .object({
        buyers: z.array(z.string()).describe('Acheteurs ; vide : tous.'),
        from: dayText().nullable().describe('Premier jour.'),
        to: dayText().nullable().describe('Dernier jour.'),
      })
      .meta({ id: 'InsertionFilters', description: 'Le champ des chiffres.' }),
    straddling: z.int().describe('Relevés à cheval sur une borne, non comptés.'),
    sources: z.array(sourceSchema).describe('Registres qui classent les employeurs, avec leur date.'),
    caveats: z.array(z.string()).describe('Réserves.'),
    asOf: asOfSchema,
  })
  .meta({ id: 'InsertionReport', description: 'Les indicateurs d’insertion.' })
