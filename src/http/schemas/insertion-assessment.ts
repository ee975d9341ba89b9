import { z } from 'zod'
import { CLAUSE_STATE_IDS } from '../../domain/insertion/clause-state.ts'
import { PURCHASE_FAMILY_IDS } from '../../domain/insertion/purchase-family.ts'
import { dayText, instantText } from './dates.ts'
import { byShape, written } from './insertion-input.ts'
import { buyers, choice, day, integer } from './parameters.ts'

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
  .object({ atLeast: z.int().describe('Au moins.'), atMost: z.int().describe('Au plus.') })
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
  })
  .meta({ id: 'InsertionProspects', description: 'Où étendre les clauses ?' })
