import { z } from 'zod'
import { CAUSE_KINDS } from '../../domain/edition/cause.ts'
import { EDITION_KINDS } from '../../domain/edition/edition.ts'
import { EDITION_LIMITS } from '../../reports/editions.ts'
import { instantText } from './dates.ts'
import { pageOf } from './page.ts'
import { buyerIdentifier, integer, paging, text } from './parameters.ts'
import { sourceSchema } from './share.ts'

const YEARS = { min: 2000, max: 2100 }
const BUYER = 'Acheteur : SIREN (tous ses établissements) ou SIRET. DECP : `acheteur.id`.'
const FIRST = 'Première année civile de notification.'
const LAST = 'Dernière année, incluse.'

export const publicationQuerySchema = z.strictObject({
  buyer: buyerIdentifier().describe(BUYER),
  fromYear: integer(YEARS).describe(FIRST),
  toYear: integer(YEARS).describe(LAST),
})

const filled = (field: keyof typeof EDITION_LIMITS) => {
  const expected = `un texte de 1 à ${EDITION_LIMITS[field]} caractères`
  return z.string(expected).trim().min(1, expected).max(EDITION_LIMITS[field], expected)
}

const planId = () => text(/^[a-z0-9][a-z0-9-]{0,63}$/, 'minuscules, chiffres et tirets, 64 au plus')

const reportParametersSchema = z
  .strictObject({
    kind: z.literal('report').describe('Le rapport d’une année.'),
    buyer: buyerIdentifier().describe(BUYER),
    year: integer(YEARS).describe('Année civile de notification.'),
    plan: planId()
      .nullable()
      .default(null)
      .describe('Plan à suivre ; nul : tous ceux qui lient l’acheteur cette année-là.'),
  })
  .meta({ id: 'ReportEditionParameters', description: 'Ce que fige l’édition d’un rapport annuel.' })

const publicationParametersSchema = z
  .strictObject({
    kind: z.literal('publication').describe('Le paquet de l’article L2111-3.'),
    buyer: buyerIdentifier().describe(BUYER),
    fromYear: integer(YEARS).describe(FIRST),
    toYear: integer(YEARS).describe(LAST),
  })
  .meta({ id: 'PublicationEditionParameters', description: 'Ce que fige l’édition d’une publication.' })

const parametersSchema = z.discriminatedUnion(
  'kind',
  [reportParametersSchema, publicationParametersSchema],
  `l’une des valeurs ${EDITION_KINDS.join(', ')}`,
)

export const newEditionSchema = z
  .strictObject({
    parameters: parametersSchema.describe('Ce que l’édition fige.'),
    title: filled('title').describe('Titre.'),
    author: filled('author').describe('Qui publie.'),
    note: filled('note').nullable().default(null).describe('Note : contexte, délibération…'),
  })
  .meta({ id: 'NewEdition', description: 'Une édition à figer.' })

export const newWithdrawalSchema = z
  .strictObject({
    reason: filled('reason').describe('Motif du retrait.'),
    author: filled('author').describe('Qui retire.'),
  })
  .meta({ id: 'NewEditionWithdrawal', description: 'Le retrait d’une édition.' })

export const editionParamsSchema = z.strictObject({
  id: integer({ min: 1, max: 999_999_999 }).describe('Numéro de l’édition.'),
})

export const editionFileParamsSchema = editionParamsSchema.extend({
  name: text(/^[a-z0-9][a-z0-9.-]{0,99}$/, 'le nom d’un fichier de l’édition').describe('Nom du fichier.'),
})

export const editionQuerySchema = z.strictObject({
  buyer: buyerIdentifier().optional().describe('Acheteur, comme il a été demandé ; absent : tous.'),
  ...paging,
})

/** As they were asked, already read. */
const frozenParametersSchema = z
  .object({
    kind: z.enum(EDITION_KINDS).describe('Rapport annuel, ou paquet de l’article L2111-3.'),
    buyer: z.string().describe('Acheteur.'),
    year: z.int().optional().describe('Rapport : son année.'),
    plan: z.string().nullable().optional().describe('Rapport : plan suivi ; nul : tous.'),
    fromYear: z.int().optional().describe('Publication : première année.'),
    toYear: z.int().optional().describe('Publication : dernière année, incluse.'),
  })
  .meta({ id: 'EditionParameters', description: 'Ce que fige une édition.' })

const digest = () => z.string().describe('Empreinte SHA-256, en hexadécimal.')

const editionFileSchema = z
  .object({
    name: z.string().describe('Nom.'),
    title: z.string().describe('Contenu.'),
    mediaType: z.string().describe('Type.'),
    bytes: z.int().describe('Taille, en octets.'),
    digest: digest(),
  })
  .meta({ id: 'EditionFile', description: 'Un fichier figé.' })

const contextSchema = z
  .object({
    rulesVersion: z.int().describe('Version des règles de classement.'),
    softwareVersion: z.string().describe('Version du logiciel.'),
    asOf: instantText().nullable().describe('Dernier changement des données ; nul : rien d’importé.'),
    sources: z.array(sourceSchema).describe('Listes de référence, avec leur date.'),
    plans: z
      .array(
        z
          .object({ id: z.string().describe('Identifiant.'), title: z.string().describe('Titre.') })
          .meta({ id: 'EditionPlan', description: 'Un plan suivi.' }),
      )
      .describe('Les plans suivis ; leurs objectifs d’alors sont dans les fichiers.'),
  })
  .meta({ id: 'EditionContext', description: 'Ce sur quoi reposaient les chiffres.' })

export const editionSchema = z
  .object({
    id: z.int().describe('Numéro.'),
    isAltered: z
      .boolean()
      .describe(
        'Ce qu’elle dit d’elle-même n’est plus ce qui a été scellé ; quand ce n’est plus lisible, titre, auteur, contexte et empreinte des chiffres sont nuls, et `files` est vide.',
      ),
    title: z.string().nullable().describe('Titre ; nul : altérée, illisible.'),
    author: z.string().nullable().describe('Qui a publié ; nul : altérée, illisible.'),
    note: z.string().nullable().describe('Note.'),
    publishedAt: instantText().describe('Publiée le.'),
    parameters: frozenParametersSchema.describe('Ce qu’elle fige.'),
    context: contextSchema
      .nullable()
      .describe('Ce sur quoi reposaient les chiffres ; nul : altérée, illisible.'),
    digest: digest().describe('Empreinte de l’édition, qui scelle tout ce qui la décrit et ses fichiers.'),
    figuresDigest: digest()
      .nullable()
      .describe('Empreinte des seuls chiffres : les mêmes chiffres ont la même ; nul : altérée, illisible.'),
    files: z.array(editionFileSchema).describe('Les fichiers figés.'),
    withdrawal: z
      .object({
        reason: z.string().describe('Motif.'),
        author: z.string().describe('Auteur.'),
        withdrawnAt: instantText().describe('Retirée le.'),
      })
      .nullable()
      .describe('Son retrait ; nul : elle tient.'),
  })
  .meta({ id: 'Edition', description: 'Ce qui a été publié, figé ; jamais modifié, seulement retiré.' })

export const editionPageSchema = pageOf(editionSchema, 'EditionPage', 'Une page d’éditions.')

const figureValueSchema = z
  .object({
    value: z.number().nullable().describe('Valeur ; nul : il n’y en a pas.'),
    note: z
      .string()
      .nullable()
      .describe('Mention : verdict d’un objectif, ou pourquoi il n’y a pas de valeur.'),
  })
  .meta({ id: 'EditionFigureValue', description: 'Ce que dit un chiffre.' })

const causeSchema = z
  .object({
    id: z.string().describe('Nom de la cause dans cette réponse.'),
    kind: z
      .enum(CAUSE_KINDS)
      .describe('Nature ; `not-established` : rien de ce qui est enregistré ne l’explique.'),
    text: z.string().describe('La cause, en une phrase.'),
    importId: z.int().nullable().describe('Import en cause.'),
    decisionId: z.int().nullable().describe('Décision en cause.'),
    figures: z.int().describe('Chiffres qu’elle touche.'),
    contracts: z.int().describe('Marchés qu’elle touche.'),
  })
  .meta({
    id: 'EditionCause',
    description: 'Pourquoi des chiffres ont changé, d’après ce qui est enregistré.',
  })

const changeSchema = z
  .object({
    section: z.string().describe('Partie du rapport.'),
    year: z.int().describe('Année.'),
    indicator: z.string().describe('Indicateur ; pour un objectif, `plan/objectif`.'),
    perimeter: z.string().nullable().describe('Périmètre ; nul : sans objet.'),
    key: z.string().nullable().describe('Ligne d’une ventilation ; nul : le tout.'),
    measure: z.string().describe('Mesure.'),
    part: z.string().describe('Ce que le chiffre compte.'),
    unit: z.string().describe('Unité.'),
    before: figureValueSchema.nullable().describe('Publié ; nul : absent.'),
    after: figureValueSchema.nullable().describe('Aujourd’hui ; nul : absent.'),
    causes: z.array(z.string()).describe('Causes, par leur `id`.'),
  })
  .meta({ id: 'EditionChange', description: 'Un chiffre qui n’est plus celui publié.' })

export const verificationSchema = z
  .object({
    id: z.int().describe('Numéro de l’édition.'),
    checkedAt: instantText().describe('Vérifiée le.'),
    withdrawn: z.boolean().describe('L’édition est retirée.'),
    result: z
      .enum(['identical', 'changed', 'unreadable'])
      .describe(
        '`identical` : mêmes chiffres ; `changed` : d’autres, nommés dans `changes` ; `unreadable` : d’autres, et ceux figés ont été altérés, ou l’édition ne dit plus de quoi sont ses chiffres.',
      ),
    integrity: z
      .object({
        isIntact: z.boolean().describe('Chaque octet est celui qui a été publié.'),
        faults: z
          .array(
            z
              .object({
                name: z.string().describe('Fichier, ou `édition`.'),
                expected: z.string().nullable().describe('Empreinte publiée.'),
                found: z.string().nullable().describe('Empreinte d’aujourd’hui ; nul : disparu.'),
                text: z.string().describe('Ce qui ne va pas.'),
              })
              .meta({ id: 'EditionFault', description: 'Ce qui a été altéré.' }),
          )
          .describe('Ce qui a été altéré.'),
      })
      .describe('Les octets figés.'),
    digests: z
      .object({
        published: digest().nullable().describe('Des chiffres publiés ; nul : édition illisible.'),
        today: digest().nullable().describe('De ceux d’aujourd’hui ; nul : édition illisible.'),
      })
      .describe('Empreintes des chiffres.'),
    obstacle: z
      .string()
      .nullable()
      .describe('Pourquoi rien ne peut plus se calculer ; nul : tout se calcule.'),
    causes: z.array(causeSchema).describe('Les causes établies.'),
    changes: z.array(changeSchema).describe('Chaque chiffre différent.'),
    contracts: z
      .array(
        z
          .object({
            id: z.string().describe('Identifiant du marché.'),
            change: z.enum(['added', 'removed', 'changed']).describe('Arrivé, parti, ou compté autrement.'),
            keys: z.array(z.string()).describe('Chiffres qu’il change.'),
            causes: z.array(z.string()).describe('Causes, par leur `id`.'),
          })
          .meta({ id: 'EditionContractChange', description: 'Un marché compté autrement.' }),
      )
      .describe('Les marchés comptés autrement.'),
  })
  .meta({
    id: 'EditionVerification',
    description: 'Ce qu’une édition devient avec les données et le code d’aujourd’hui.',
  })
