import { z } from 'zod'
import { BREAKDOWN_IDS } from '../../domain/contract-filter/breakdown.ts'
import { CLAUSE_STATE_IDS } from '../../domain/insertion/clause-state.ts'
import { filtersSchema } from './contract-filters.ts'
import { dayText } from './dates.ts'
import { pageOf } from './page.ts'
import { asOfSchema, indicatorHeadSchema, sourceSchema } from './share.ts'

const lineSchema = z
  .object({
    key: z.string().describe('Groupe ; `unknown` : non connu.'),
    title: z.string().describe('En français.'),
    hours: z.number().nullable().describe('Heures ; nul : groupe caché.'),
    people: z.int().nullable().describe('Personnes ; nul : groupe caché.'),
    isHidden: z.boolean().describe('Moins de 5 personnes, ou permettrait de les deviner.'),
  })
  .meta({ id: 'InsertionGroup', description: 'Un groupe de personnes.' })

/** What an indicator of insertion finds. */
export const insertionValueShape = {
  value: z.number().nullable().describe('Valeur ; nul : rien à diviser, inconnu, ou caché (`isHidden`).'),
  atMost: z.number().nullable().describe('Borne haute, quand la valeur n’est connue qu’entre deux bornes.'),
  parts: z.record(z.string(), z.number().nullable()).describe('Composantes de la valeur.'),
  groups: z.array(lineSchema).describe('Groupes : publics, sexe, âge…'),
  isHidden: z.boolean().describe('La valeur est cachée : elle ferait deviner un petit groupe.'),
}

export const insertionReferenceSchema = z
  .object({
    title: z.string().describe('Texte.'),
    url: z.string().describe('Adresse.'),
    checkedOn: dayText().describe('Lu le.'),
  })
  .meta({ id: 'InsertionReference', description: 'Le texte sur lequel repose l’indicateur.' })

/** An indicator of clauses and hours as the catalogue tells it. */
export const insertionEntrySchema = z
  .object({
    id: z.string().describe('Identifiant stable.'),
    title: z.string().describe('Nom.'),
    definition: z.string().describe('Définition.'),
    formula: z.string().describe('Formule.'),
    unit: z.string().describe('Unité.'),
    parts: z.record(z.string(), z.string()).describe('Ce que tient chaque composante.'),
    exclusions: z.array(z.string()).describe('Ce qui n’est pas compté.'),
    assumptions: z.array(z.string()).describe('Hypothèses.'),
    references: z.array(insertionReferenceSchema).describe('Textes.'),
    hidesSmallGroups: z.boolean().describe('Son chiffre est caché au public là où les personnes sont peu.'),
  })
  .meta({ id: 'InsertionEntry', description: 'Un indicateur qui compte des clauses et des heures.' })

const valueSchema = z
  .object(insertionValueShape)
  .meta({ id: 'InsertionValue', description: 'Un chiffre d’insertion et ses composantes.' })

export const insertionFigureSchema = z
  .object({
    indicator: indicatorHeadSchema,
    by: z.enum(BREAKDOWN_IDS).nullable().describe('Ventilation ; nul : sans.'),
    overlaps: z.boolean().describe('Des clauses figurent dans plusieurs lignes.'),
    total: valueSchema,
    rows: z
      .array(
        z
          .object({
            key: z.string().describe('Clé, à redonner à `…/clauses` ; `unknown` : ce qui n’est pas connu.'),
            label: z.string().describe('La ligne, en français.'),
            ...insertionValueShape,
          })
          .meta({ id: 'InsertionRow', description: 'Une ligne de la ventilation.' }),
      )
      .describe('Les lignes de la ventilation ; vide : sans.'),
    method: z
      .object({
        counts: z.literal('insertion').describe('Compte des clauses et des heures, et non des marchés.'),
        fullTimeHours: z.number().describe('Heures d’un équivalent temps plein.'),
        smallestGroup: z.number().nullable().describe('Plus petit groupe montré ; nul : tous le sont.'),
      })
      .meta({ id: 'InsertionFigureMethod', description: 'Comment le chiffre a été fait.' }),
    filters: filtersSchema,
    straddling: z.int().describe('Relevés à cheval sur une borne de la période, non comptés.'),
    sources: z.array(sourceSchema).describe('Registres qui classent les employeurs, avec leur date.'),
    caveats: z.array(z.string()).describe('Réserves.'),
    asOf: asOfSchema,
  })
  .meta({ id: 'InsertionFigure', description: 'Un indicateur de clauses et d’heures.' })

const behindSchema = z
  .object({
    clauseId: z.int().describe('Numéro de la clause.'),
    title: z.string().nullable().describe('Titre, ou objet du marché.'),
    buyer: z
      .object({
        id: z.string().describe('Identifiant.'),
        name: z.string().nullable().describe('Nom.'),
      })
      .describe('Acheteur.'),
    sourceId: z.string().nullable().describe('Numéro du marché.'),
    state: z.enum(CLAUSE_STATE_IDS).describe('État au dernier jour de la période.'),
    doneHours: z.number().describe('Heures réalisées dans la période.'),
    dueHours: z.number().nullable().describe('Heures dues ; nul : pas connues.'),
    doneHoursSinceStart: z.number().describe('Heures réalisées depuis le début de la clause.'),
    people: z.int().nullable().describe('Personnes de la période ; nul : cachées.'),
    isHidden: z.boolean().describe('Moins de 5 personnes, ou permettrait de les deviner.'),
  })
  .meta({ id: 'ClauseBehind', description: 'Une clause derrière un chiffre, et ce qu’elle y apporte.' })

export const clausesBehindSchema = pageOf(
  behindSchema,
  'ClauseBehindPage',
  'Une page des clauses d’un chiffre.',
)
