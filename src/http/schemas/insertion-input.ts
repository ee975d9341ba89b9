import { z } from 'zod'
import { BENEFICIARY_IDS, CLAUSE_BASIS_IDS } from '../../domain/insertion/clause-basis.ts'
import { CLEANING_FLOOR_HUNDREDTHS, DUE_EVENT_IDS, DUE_METHODS } from '../../domain/insertion/hours-due.ts'
import { buyerIdentifier, choice, day } from './parameters.ts'

const LONGEST_TEXT = 2_000

/** A text someone writes. */
export const written = (longest = LONGEST_TEXT) =>
  z.string('un texte').trim().min(1, 'un texte').max(longest, `un texte de ${longest} caractères au plus`)

const nothing = <S extends z.ZodType>(schema: S) => schema.nullable().optional()

/** Euros with two decimals at most, as cents. */
export const euros = (most: number) =>
  z
    .number('un montant en euros')
    .min(-most, `un montant de ${most} € au plus`)
    .max(most, `un montant de ${most} € au plus`)

/** Hours with two decimals at most. */
export const hoursNumber = () =>
  z
    .number('un nombre d’heures')
    .min(0, 'un nombre d’heures positif')
    .max(1_000_000, 'un million d’heures au plus')

const percent = () => z.number('un pourcentage').min(0, 'de 0 à 100').max(100, 'de 0 à 100')

/** Who writes and why, in every body. */
export const byShape = {
  by: nothing(written(200)).describe('Auteur.'),
  reason: nothing(written()).describe('Motif.'),
}

const decisionSchema = z
  .strictObject({ on: day().describe('Jour d’effet.'), reason: written().describe('Motif.') })
  .meta({ id: 'NewClauseDecision', description: 'Une décision datée et motivée.' })

const termsShape = {
  title: nothing(written(500)).describe('Intitulé ; à défaut, l’objet du marché.'),
  beneficiaries: z
    .array(choice(BENEFICIARY_IDS), 'une liste')
    .max(10, '10 au plus')
    .optional()
    .describe('À qui un marché réservé l’est ; déduit du fondement quand il n’y en a qu’un.'),
  facilitator: nothing(written(300)).describe('Facilitateur de la clause (organisme).'),
  startsOn: nothing(day()).describe('Premier jour d’exécution.'),
  endsOn: nothing(day()).describe('Dernier jour d’exécution.'),
  penaltyPerHour: nothing(euros(100_000)).describe('Pénalité prévue par heure non réalisée, en euros.'),
}

const basesOf = () =>
  z
    .array(choice(CLAUSE_BASIS_IDS), 'une liste de fondements')
    .min(1, 'au moins un fondement')
    .max(9, '9 fondements au plus')

/** The way hours due are found, one object for every method: what a method does not use is refused. */
export const dueInputSchema = z
  .strictObject({
    method: choice(DUE_METHODS).describe(
      'entered : heures saisies ; labour-share : montant × part de main-d’œuvre × taux ÷ coût horaire ; invoiced : une heure par tranche facturée ; cleaning : comme labour-share, sans clause sous le plancher.',
    ),
    effectiveOn: day().describe('Jour à partir duquel ces heures sont dues.'),
    event: choice(DUE_EVENT_IDS)
      .optional()
      .describe('Ce qui les fait changer ; déduit de la méthode par défaut.'),
    effect: choice(['total', 'addition'])
      .optional()
      .describe('Nouveau total, ou heures en plus ; par défaut, facture et reconduction s’ajoutent.'),
    hours: hoursNumber().optional().describe('Méthode entered : heures dues.'),
    amount: euros(999_999_999)
      .optional()
      .describe(
        'Méthodes labour-share et cleaning : montant HT ; invoiced : montant HT facturé, négatif pour un avoir.',
      ),
    labourSharePercent: percent().optional().describe('Part de main-d’œuvre du montant, en pour cent.'),
    insertionRatePercent: percent().optional().describe('Taux d’insertion, en pour cent (5 à 20 d’usage).'),
    hourlyCost: euros(1_000).optional().describe('Coût horaire chargé, en euros (25 à 30 d’usage).'),
    eurosPerHour: euros(1_000_000)
      .optional()
      .describe('Méthode invoiced : euros HT facturés pour une heure.'),
    invoice: nothing(written(200)).describe('Méthode invoiced : numéro de la facture.'),
    floorHours: hoursNumber()
      .optional()
      .describe(`Méthode cleaning : plancher, ${CLEANING_FLOOR_HUNDREDTHS / 100} heures par défaut.`),
    replaces: z
      .int('un numéro')
      .min(1, 'un numéro')
      .nullable()
      .optional()
      .describe('Numéro de l’entrée que celle-ci corrige ; elle reste dans l’historique.'),
    note: nothing(written()).describe('Note libre.'),
  })
  .meta({ id: 'DueHoursEntry', description: 'Des heures dues à enregistrer, avec leur méthode.' })

export const newDueSchema = dueInputSchema
  .extend({ by: byShape.by })
  .meta({ id: 'NewDueHours', description: 'Une entrée à ajouter à l’historique des heures dues.' })

export const newClauseSchema = z
  .strictObject({
    contractId: z
      .uuid('un identifiant de marché (UUID)')
      .optional()
      .describe('Marché, par son identifiant dans ce service.'),
    buyer: buyerIdentifier().optional().describe('Ou bien : SIRET ou SIREN de l’acheteur…'),
    sourceId: written(255).optional().describe('… numéro du marché, importé ou non…'),
    lot: nothing(written(255)).describe('… et lot, s’il y en a ; sans lot, la clause vaut pour tous.'),
    bases: basesOf().describe(`Fondements, un ou plusieurs : ${CLAUSE_BASIS_IDS.join(', ')}.`),
    ...termsShape,
    due: dueInputSchema.nullable().optional().describe('Premières heures dues, si elles sont connues.'),
    ...byShape,
  })
  .refine(
    ({ contractId, buyer, sourceId }) =>
      (contractId === undefined) !== (buyer === undefined) &&
      (buyer === undefined) === (sourceId === undefined),
    { path: ['contractId'], error: 'contractId seul, ou buyer et sourceId ensemble' },
  )
  .meta({ id: 'NewInsertionClause', description: 'Une clause d’insertion à enregistrer.' })

export const clauseChangesSchema = z
  .strictObject({
    bases: basesOf().optional().describe('Fondements, à la place de ceux d’avant.'),
    ...termsShape,
    closed: decisionSchema.nullable().optional().describe('Exécution terminée ; nul : elle ne l’est plus.'),
    waived: decisionSchema
      .nullable()
      .optional()
      .describe('Clause levée par l’acheteur ; nul : elle ne l’est plus.'),
    cancelled: decisionSchema
      .nullable()
      .optional()
      .describe('Clause saisie par erreur : gardée, elle ne compte plus nulle part.'),
    isDetached: z
      .literal(true, 'true')
      .optional()
      .describe('Rattacher au marché par son seul numéro, et non plus à un enregistrement importé.'),
    ...byShape,
  })
  .meta({ id: 'InsertionClauseChanges', description: 'Ce qui change ; le reste demeure.' })

export type NewClauseBody = z.infer<typeof newClauseSchema>
export type ClauseChangesBody = z.infer<typeof clauseChangesSchema>
export type DueBody = z.infer<typeof dueInputSchema>
