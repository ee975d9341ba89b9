import { z } from 'zod'
import {
  AFTERWARDS_IDS,
  AGE_BAND_IDS,
  EMPLOYMENT_FORM_IDS,
  HIRING_FORM_IDS,
  PUBLIC_IDS,
  QUALIFICATION_IDS,
  SEX_IDS,
} from '../../domain/insertion/person-profile.ts'
import { dayText, instantText } from './dates.ts'
import { byShape, hoursNumber, written } from './insertion-input.ts'
import { pageOf } from './page.ts'
import { choice, day, flag, integer, paging, text } from './parameters.ts'
import { placeShape } from './place.ts'

const CODE =
  'Code de la personne, sans nom, date de naissance ni numéro de sécurité sociale (P-017) ; nul pour un total.'

const maybe = <S extends z.ZodType>(schema: S) => schema.nullable().optional()
const count = () => z.int('un nombre entier').min(0, 'un nombre entier').max(1_000_000, 'un million au plus')

const recordShape = {
  person: maybe(z.string('un code').max(500, 'un code court')).describe(CODE),
  from: day().describe('Premier jour de la période.'),
  to: day().describe('Dernier jour de la période.'),
  hours: hoursNumber().describe('Heures réalisées.'),
  people: maybe(count()).describe('D’un total : nombre de personnes.'),
  employmentContracts: maybe(count()).describe('D’un total : nombre de contrats de travail.'),
  publics: z
    .array(choice(PUBLIC_IDS), 'une liste de publics')
    .max(PUBLIC_IDS.length, 'chaque public une fois')
    .optional()
    .describe(`Publics, plusieurs possibles : ${PUBLIC_IDS.join(', ')}.`),
  hiringForm: maybe(choice(HIRING_FORM_IDS)).describe('Forme d’embauche.'),
  employerSiren: maybe(text(/^\d{9}$/, 'un SIREN (9 chiffres)')).describe('SIREN de l’employeur.'),
  employmentForm: maybe(choice(EMPLOYMENT_FORM_IDS)).describe('Contrat de travail.'),
  employmentReference: maybe(written(40)).describe('Repère du contrat de travail, sans nom.'),
  isQpv: maybe(z.boolean('true ou false')).describe('Réside en quartier prioritaire.'),
  sex: maybe(choice(SEX_IDS)).describe('Sexe.'),
  ageBand: maybe(choice(AGE_BAND_IDS)).describe('Tranche d’âge.'),
  qualification: maybe(choice(QUALIFICATION_IDS)).describe('Niveau de qualification.'),
  afterwards: maybe(choice(AFTERWARDS_IDS)).describe('Situation ensuite.'),
  isValidated: maybe(z.boolean('true ou false')).describe('Heures validées.'),
}

export const newHoursSchema = z
  .strictObject({ ...recordShape, ...byShape })
  .meta({ id: 'NewInsertionHours', description: 'Des heures réalisées à enregistrer.' })

export const hoursChangesSchema = z
  .strictObject({ ...recordShape, ...byShape })
  .partial()
  .extend({
    isWithdrawn: z
      .boolean('true ou false')
      .optional()
      .describe('Vrai : ces heures ne comptent plus ; faux : elles comptent de nouveau.'),
  })
  .meta({ id: 'InsertionHoursChanges', description: 'Ce qui change d’un relevé ; le reste demeure.' })

export const hoursParamsSchema = z.strictObject({
  id: integer({ min: 1, max: 999_999_999 }).describe('Numéro de la clause.'),
  statementId: integer({ min: 1, max: 999_999_999 }).describe('Numéro du relevé.'),
})

export const hoursQuerySchema = z.strictObject({
  history: flag().default(false).describe('Toutes les versions, corrigées et retirées comprises.'),
  ...paging,
})

const originSchema = z
  .object({
    importId: z.int().describe('Import.'),
    file: z.string().describe('Fichier.'),
    ...placeShape,
  })
  .meta({ id: 'InsertionHoursOrigin', description: 'D’où vient un relevé importé.' })

const nullable = (text: string) => z.string().nullable().describe(text)

const statementSchema = z
  .object({
    id: z.int().describe('Numéro du relevé.'),
    person: nullable('Code de la personne ; nul pour un total.'),
    from: dayText().describe('Premier jour de la période.'),
    to: dayText().describe('Dernier jour de la période.'),
    hours: z.number().describe('Heures.'),
    people: z.int().nullable().describe('Personnes, d’un total.'),
    employmentContracts: z.int().nullable().describe('Contrats de travail, d’un total.'),
    publics: z.array(z.string()).describe('Publics.'),
    hiringForm: nullable('Forme d’embauche.'),
    employerSiren: nullable('Employeur.'),
    employmentForm: nullable('Contrat de travail.'),
    employmentReference: nullable('Repère du contrat de travail.'),
    isQpv: z.boolean().nullable().describe('Réside en quartier prioritaire.'),
    sex: nullable('Sexe.'),
    ageBand: nullable('Tranche d’âge.'),
    qualification: nullable('Niveau.'),
    afterwards: nullable('Situation ensuite.'),
    isValidated: z.boolean().nullable().describe('Validées.'),
    standing: z
      .enum(['counted', 'superseded', 'withdrawn', 'set-aside'])
      .describe('Compté, corrigé depuis, retiré, ou écarté parce qu’un détail le remplace.'),
    isWithdrawn: z.boolean().describe('Retiré.'),
    effectiveOn: dayText().describe('Déclaré le.'),
    origin: originSchema.nullable().describe('Import ; nul s’il a été saisi.'),
    author: nullable('Auteur.'),
    reason: nullable('Motif.'),
    recordedAt: instantText().describe('Enregistré le.'),
  })
  .meta({ id: 'InsertionHours', description: 'Un relevé d’heures.' })

export const hoursPageSchema = pageOf(statementSchema, 'InsertionHoursPage', 'Une page de relevés.')

export const recordedSchema = z
  .object({ id: z.int().describe('Numéro de ce qui a été enregistré.') })
  .meta({ id: 'Recorded', description: 'Ce qui a été enregistré.' })

export type NewHoursBody = z.infer<typeof newHoursSchema>
export type HoursChangesBody = z.infer<typeof hoursChangesSchema>
