import { z } from 'zod'
import { CLAUSE_BASIS_IDS } from '../../domain/insertion/clause-basis.ts'
import { CLAUSE_STATE_IDS } from '../../domain/insertion/clause-state.ts'
import { PURCHASE_FAMILY_IDS } from '../../domain/insertion/purchase-family.ts'
import { dayText, instantText } from './dates.ts'
import { byShape, written } from './insertion-input.ts'
import { pageOf } from './page.ts'
import { buyers, choice, day, integer, listOf, paging, text } from './parameters.ts'

export const assessmentQuerySchema = z.strictObject({
  audience: choice(['public', 'internal'])
    .default('public')
    .describe('public : moins de 5 personnes ne sont pas montrées ; internal : tout est montré.'),
})

const family = z
  .enum(PURCHASE_FAMILY_IDS)
  .nullable()
  .describe('Famille d’achat ; nul : aucune où les clauses sont d’usage.')

const lineShape = {
  clauseId: z.int().describe('Clause.'),
  title: z.string().nullable().describe('Intitulé.'),
  state: z.enum(CLAUSE_STATE_IDS).describe('État.'),
  family,
  promisedHours: z.number().nullable().describe('Heures dues ; nul : inconnues.'),
  doneHours: z.number().describe('Heures réalisées.'),
  rate: z.number().nullable().describe('Réalisées ÷ dues.'),
  hoursPerMonth: z.number().nullable().describe('Heures réalisées par mois depuis le début.'),
  shortfallHours: z
    .number()
    .nullable()
    .describe('Heures qui manqueront au rythme récent, ou qui manquent une fois finie.'),
  penalty: z.number().nullable().describe('Pénalité prévue pour ces heures, en euros.'),
}

const boundsSchema = z
  .object({
    atLeast: z.int().describe('Au moins.'),
    atMost: z.int().nullable().describe('Au plus ; nul : des relevés ne disent pas combien ils sont.'),
  })
  .meta({ id: 'InsertionBounds', description: 'Un nombre connu entre deux bornes.' })

export const assessmentSchema = z
  .object({
    clause: z
      .object({
        ...lineShape,
        people: boundsSchema.nullable().describe('Personnes.'),
        employmentContracts: boundsSchema.nullable().describe('Contrats de travail.'),
        isHidden: z.boolean().describe('Moins de 5 personnes : nombres cachés.'),
      })
      .meta({ id: 'ClauseAssessment', description: 'Ce que la clause a promis et donné.' }),
    similarBy: z
      .enum(['family', 'basis'])
      .describe('Clauses voisines par la famille d’achat, à défaut par un fondement.'),
    similar: z
      .array(z.object(lineShape).meta({ id: 'SimilarClause', description: 'Une clause voisine.' }))
      .describe('Les mêmes mesures de 50 clauses voisines au plus.'),
    notes: z
      .array(
        z
          .object({
            notedOn: dayText().describe('Jour.'),
            note: z.string().describe('Note.'),
            author: z.string().nullable().describe('Auteur.'),
            recordedAt: instantText().describe('Enregistrée le.'),
          })
          .meta({ id: 'ClauseNote', description: 'Une note libre.' }),
      )
      .describe('Difficultés et décisions notées, dernières d’abord.'),
  })
  .meta({ id: 'InsertionAssessment', description: 'Une clause est-elle concluante ?' })

const sideSchema = z
  .object({
    clauses: z.int().describe('Clauses.'),
    clausesWithoutHoursDue: z.int().describe('Dont sans heures dues connues, hors du taux.'),
    promisedHours: z.number().describe('Heures dues connues.'),
    doneHours: z.number().describe('Heures réalisées.'),
    rate: z.number().nullable().describe('Réalisées ÷ dues, là où elles sont connues.'),
    hoursPerMonth: z.number().describe('Heures réalisées par mois, somme des rythmes.'),
    shortfallHours: z
      .number()
      .describe('Heures qui manqueront, ou manquent : aucune avance ne comble un retard.'),
    penalty: z.number().nullable().describe('Pénalités prévues, en euros ; nul : aucune connue.'),
    people: boundsSchema.nullable().describe('Personnes.'),
    employmentContracts: boundsSchema.nullable().describe('Contrats de travail.'),
    isHidden: z.boolean().describe('Une des clauses a moins de 5 personnes : nombres cachés.'),
    lines: z
      .array(z.object(lineShape).meta({ id: 'SetClause', description: 'Une clause.' }))
      .describe('Clause par clause, 200 au plus.'),
  })
  .meta({ id: 'ClauseSet', description: 'Des clauses prises ensemble.' })

export const setQuerySchema = z.strictObject({
  clause: listOf(integer({ min: 1, max: 999_999_999 }), 200)
    .optional()
    .describe('Numéro de clause ; à répéter.'),
  buyer: buyers,
  tag: listOf(text(/^.{1,60}$/, 'une étiquette de 1 à 60 caractères, ou none'), 50)
    .optional()
    .describe('Étiquette d’un marché de la clause ; à répéter.'),
  family: listOf(choice(PURCHASE_FAMILY_IDS), 10).optional().describe('Famille d’achat ; à répéter.'),
  basis: listOf(choice(CLAUSE_BASIS_IDS), 20).optional().describe('Fondement ; à répéter.'),
  audience: assessmentQuerySchema.shape.audience,
})

export const setAssessmentSchema = z
  .object({
    set: sideSchema.describe('Les clauses choisies.'),
    similarBy: z
      .enum(['family', 'basis'])
      .describe('Voisines par la famille d’achat, à défaut par un fondement.'),
    similar: sideSchema.describe('Les clauses voisines.'),
    notes: z
      .array(
        z
          .object({
            clauseId: z.int().describe('Clause.'),
            notedOn: dayText().describe('Jour.'),
            note: z.string().describe('Note.'),
            author: z.string().nullable().describe('Auteur.'),
            recordedAt: instantText().describe('Enregistrée le.'),
          })
          .meta({ id: 'SetNote', description: 'Une note libre d’une clause.' }),
      )
      .describe('Difficultés et décisions notées, dernières d’abord.'),
  })
  .meta({ id: 'SetAssessment', description: 'Des clauses sont-elles concluantes ?' })

const plannedShape = {
  id: z.int().describe('Numéro.'),
  buyerId: z.string().describe('Acheteur.'),
  buyerSiren: z.string().nullable().describe('SIREN de l’acheteur.'),
  reference: z.string().describe('Ce qui le nomme dans sa liste.'),
  title: z.string().describe('Intitulé.'),
  cpv: z.string().nullable().describe('CPV.'),
  amount: z.number().nullable().describe('Montant HT, en euros.'),
  plannedOn: dayText().describe('Date prévue.'),
  author: z.string().nullable().describe('Auteur.'),
  recordedAt: instantText().describe('Enregistré le.'),
}

export const plannedListSchema = pageOf(
  z.object({ ...plannedShape, family }).meta({ id: 'PlannedPurchase', description: 'Un achat prévu.' }),
  'PlannedPurchasePage',
  'Ce que les acheteurs prévoient d’acheter, premiers d’abord.',
)

const given = (what: string) =>
  z
    .string('un texte')
    .trim()
    .min(1, 'un texte')
    .max(500, '500 caractères au plus')
    .nullable()
    .default(null)
    .describe(what)

export const newPlannedSchema = z
  .strictObject({
    purchases: z
      .array(
        z
          .strictObject({
            buyer: given('SIRET ou SIREN de l’acheteur.'),
            reference: given('Ce qui le nomme ; à défaut, son intitulé.'),
            title: given('Intitulé.'),
            cpv: given('Code CPV, de 2 à 8 chiffres ; à défaut, une famille.'),
            family: given(`Famille : ${PURCHASE_FAMILY_IDS.join(', ')}.`),
            amount: z
              .number('un nombre')
              .min(0)
              .max(1e12)
              .nullable()
              .default(null)
              .describe('Montant HT, en euros.'),
            plannedOn: given('Date prévue, AAAA-MM-JJ.'),
          })
          .meta({ id: 'NewPlannedPurchase', description: 'Un achat prévu à enregistrer.' }),
        'une liste d’achats',
      )
      .min(1, 'un achat au moins')
      .max(1_000, '1 000 achats au plus')
      .describe('Chacun prend la place de celui du même acheteur et de la même référence.'),
    by: byShape.by,
  })
  .meta({ id: 'NewPlannedPurchases', description: 'Des achats prévus à enregistrer.' })

export const plannedRecordedSchema = z
  .object({ recorded: z.int().describe('Achats enregistrés.') })
  .meta({ id: 'PlannedRecorded', description: 'Ce qui a été enregistré.' })

export const plannedQuerySchema = z.strictObject({ buyer: buyers, ...paging })
export const plannedParamsSchema = z.strictObject({
  id: integer({ min: 1, max: 999_999_999 }).describe('Numéro de l’achat prévu.'),
})

export const newNoteSchema = z
  .strictObject({
    note: written().describe('Difficulté d’une entreprise, décision ; sans rien qui désigne une personne.'),
    on: day().nullable().optional().describe('Jour ; aujourd’hui par défaut.'),
    by: byShape.by,
  })
  .meta({ id: 'NewClauseNote', description: 'Une note à ajouter à une clause.' })

export const prospectQuerySchema = z.strictObject({
  buyer: buyers,
  days: integer({ min: 1, max: 3_660 })
    .default(365)
    .describe('Marchés qui finissent dans ce nombre de jours.'),
  labourSharePercent: integer({ min: 1, max: 100 })
    .default(50)
    .describe('Part de main-d’œuvre, en pour cent.'),
  insertionRatePercent: integer({ min: 1, max: 100 })
    .default(5)
    .describe('Taux d’insertion, en pour cent (5 à 20 d’usage).'),
  hourlyCost: integer({ min: 1, max: 1_000 })
    .default(30)
    .describe('Coût horaire chargé, en euros (25 à 30 d’usage).'),
})

export const prospectsSchema = z
  .object({
    families: z
      .array(
        z
          .object({
            family: z.enum(PURCHASE_FAMILY_IDS).describe('Famille.'),
            title: z.string().describe('En français.'),
            clauses: z.int().describe('Clauses enregistrées dans cette famille, tous acheteurs.'),
            rate: z.number().nullable().describe('Heures réalisées ÷ dues de ces clauses.'),
          })
          .meta({
            id: 'InsertionFamily',
            description: 'Ce que les clauses ont donné dans une famille d’achat.',
          }),
      )
      .describe('Familles où les clauses sont d’usage.'),
    contracts: z
      .array(
        z
          .object({
            contractId: z.string().describe('Marché.'),
            buyerId: z.string().describe('Acheteur.'),
            sourceId: z.string().nullable().describe('Numéro.'),
            lot: z.string().nullable().describe('Lot.'),
            object: z.string().nullable().describe('Objet.'),
            cpv: z.string().nullable().describe('CPV.'),
            family: z.enum(PURCHASE_FAMILY_IDS).describe('Famille.'),
            notifiedOn: dayText().nullable().describe('Notification.'),
            endsOn: dayText().describe('Fin, de la notification et de la durée.'),
            amount: z.number().nullable().describe('Montant HT, en euros.'),
            hours: z.number().nullable().describe('Heures que donnerait la formule ; nul sans montant.'),
          })
          .meta({
            id: 'InsertionProspect',
            description: 'Un marché à renouveler où une clause pourrait venir.',
          }),
      )
      .describe('Marchés sans clause qui finissent bientôt, premiers d’abord.'),
    planned: z
      .array(
        z
          .object({
            ...plannedShape,
            family: z.enum(PURCHASE_FAMILY_IDS).describe('Famille.'),
            hours: z.number().nullable().describe('Heures que donnerait la formule ; nul sans montant.'),
          })
          .meta({ id: 'PlannedProspect', description: 'Un achat prévu où une clause pourrait venir.' }),
      )
      .describe('Achats prévus dans ces familles et ce délai, premiers d’abord.'),
    method: z.string().describe('La formule des heures et ses paramètres, en français.'),
  })
  .meta({ id: 'InsertionProspects', description: 'Où étendre les clauses ?' })
