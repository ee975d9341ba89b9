import { z } from 'zod'
import { PERIMETER_IDS } from '../../domain/supplier/verdict.ts'
import { dayText, instantText } from './dates.ts'
import { decisionSchema } from './decision.ts'
import { day, siren } from './parameters.ts'
import { causeSchema } from './reclassification.ts'
import { taxBasisSchema } from './spend-share.ts'
import { evidenceSchema, outcomeSchema, verdictShape } from './verdict.ts'

export const supplierParamsSchema = z.strictObject({ siren: siren().describe('SIREN du fournisseur.') })

export const supplierQuerySchema = z.strictObject({
  on: day().optional().describe('Jour où classer le fournisseur ; aujourd’hui par défaut.'),
})

const periodSchema = z
  .object({
    validFrom: dayText().nullable().describe('Premier jour ; nul : depuis toujours.'),
    validTo: dayText().nullable().describe('Dernier jour ; nul : sans fin.'),
    outcome: outcomeSchema.describe('Réponse pendant la période.'),
    rule: z.string().nullable().describe('Règle appliquée ; nul quand aucune ne décide.'),
  })
  .meta({ id: 'VerdictPeriod', description: 'Le classement pendant une période.' })

const verdictSchema = z
  .object({
    ...verdictShape,
    title: z.string().describe('Nom du périmètre.'),
    timeline: z.array(periodSchema).describe('Le classement au fil du temps.'),
  })
  .meta({ id: 'SupplierVerdict', description: 'Le classement d’un fournisseur, et pourquoi.' })

const conflictSchema = z
  .object({
    id: z.string().describe('Code stable de la contradiction.'),
    sources: z.array(z.string()).describe('Sources en désaccord.'),
    explanation: z.string().describe('Ce qui se contredit.'),
    likelyReasons: z.array(z.string()).describe('Raisons possibles.'),
    evidence: z.array(evidenceSchema).describe('Les faits de chaque côté.'),
  })
  .meta({ id: 'Conflict', description: 'Des sources qui se contredisent sur ce fournisseur.' })

const factSchema = z
  .object({
    source: z.string().describe('Source.'),
    sourceTitle: z.string().describe('Nom de la source.'),
    siret: z.string().nullable().describe('Établissement concerné ; nul : l’entreprise.'),
    statement: z.record(z.string(), z.unknown()).describe('Ce que lisent les règles.'),
    details: z.record(z.string(), z.string()).describe('Autres indications de la liste.'),
    validFrom: dayText().nullable().describe('Premier jour où le fait vaut.'),
    validTo: dayText().nullable().describe('Dernier jour où le fait vaut.'),
    firstSeenOn: dayText().describe('Date de la première liste où il figure.'),
    seenOn: dayText().describe('Date de la dernière liste où il figure.'),
    closedOn: dayText().nullable().describe('Date de la liste qui l’a clos.'),
    importId: z.int().describe('Import d’origine.'),
    line: z.int().describe('Ligne dans le fichier.'),
  })
  .meta({ id: 'SupplierFact', description: 'Ce qu’une source dit du fournisseur.' })

export const paidSchema = z
  .array(
    z
      .object({
        tax: taxBasisSchema,
        payments: z.int().describe('Nombre de dépenses.'),
        amount: z.number().describe('Euros payés, avoirs déduits.'),
      })
      .meta({
        id: 'Paid',
        description: 'Ce qui a été payé, une ligne par taxe : elles ne s’additionnent pas.',
      }),
  )
  .describe('Ce qui lui a été payé, selon les dépenses importées.')

const yearSchema = z
  .object({
    year: z.int().nullable().describe('Année de notification, ou de paiement ; nul : sans date utilisable.'),
    contracts: z.int().describe('Marchés dont il est titulaire, versions dépassées exclues.'),
    value: z.number().describe('Leur montant, en euros hors taxes, non partagé entre cotitulaires.'),
    outOfValue: z.int().describe('Marchés comptés en nombre seulement : leur montant est inutilisable.'),
    paid: paidSchema,
  })
  .meta({ id: 'SupplierYear', description: 'Une année d’un fournisseur.' })

const changeSchema = z
  .object({
    on: dayText().describe('Premier jour de la nouvelle réponse.'),
    perimeter: z.enum(PERIMETER_IDS).describe('Périmètre.'),
    before: outcomeSchema.describe('Réponse de la veille.'),
    after: outcomeSchema.describe('Réponse à partir de ce jour.'),
    rule: z.string().nullable().describe('Règle de la nouvelle réponse.'),
  })
  .meta({ id: 'VerdictChange', description: 'Un jour où le classement change.' })

const pastAnswerSchema = z
  .object({
    reclassificationId: z.int().describe('Reclassement ; voir `GET /v1/reclassifications/{id}`.'),
    cause: causeSchema,
    madeAt: instantText().describe('Quand la réponse a changé.'),
    importId: z.int().nullable().describe('Import en cause.'),
    decisionId: z.int().nullable().describe('Décision en cause.'),
    scheme: z.string().describe('Type de l’identifiant concerné.'),
    identifier: z.string().describe('Établissement, ou entreprise, dont la réponse a changé.'),
    perimeter: z.enum(PERIMETER_IDS).describe('Périmètre.'),
    from: dayText().nullable().describe('Premier jour où la réponse est autre ; nul : depuis toujours.'),
    to: dayText().nullable().describe('Dernier jour ; nul : sans fin.'),
    before: outcomeSchema.describe('Réponse d’avant.'),
    after: outcomeSchema.describe('Réponse d’après.'),
    ruleBefore: z.string().nullable().describe('Règle d’avant ; nul : aucune ne décidait.'),
    ruleAfter: z.string().nullable().describe('Règle d’après ; nul : aucune ne décide.'),
  })
  .meta({ id: 'PastAnswer', description: 'Ce que le registre répondait avant d’être décidé de nouveau.' })

const establishmentSchema = z
  .object({
    scheme: z.string().describe('Type de l’identifiant. DECP : `typeIdentifiant`.'),
    identifier: z.string().describe('Identifiant. DECP : `titulaires.id`.'),
    contracts: z.int().describe('Nombre de marchés dont il est titulaire, versions dépassées exclues.'),
    value: z.number().describe('Leur montant total, en euros hors taxes, non partagé entre cotitulaires.'),
    paid: paidSchema,
    verdicts: z.array(verdictSchema).describe('Ses classements.'),
  })
  .meta({ id: 'Establishment', description: 'Un établissement titulaire de marchés.' })

export const supplierReportSchema = z
  .object({
    siren: z.string().describe('SIREN.'),
    names: z.array(z.string()).describe('Noms publiés ; masqués pour une personne physique.'),
    on: dayText().describe('Jour du classement.'),
    rulesVersion: z.int().describe('Version des règles de classement.'),
    verdicts: z.array(verdictSchema).describe('Classement de l’entreprise, un par périmètre.'),
    conflicts: z.array(conflictSchema).describe('Contradictions entre sources.'),
    changes: z.array(changeSchema).describe('Les changements de classement de l’entreprise, dans l’ordre.'),
    reclassifications: z
      .array(pastAnswerSchema)
      .describe('Ce que le registre a répondu avant, derniers reclassements d’abord.'),
    years: z.array(yearSchema).describe('Marchés et dépenses par année.'),
    decisions: z
      .array(decisionSchema)
      .describe('Ce que des personnes ont décidé, dernières d’abord, annulées comprises.'),
    facts: z.array(factSchema).describe('Ce que disent les sources, faits clos compris.'),
    establishments: z.array(establishmentSchema).describe('Établissements titulaires de marchés.'),
  })
  .meta({ id: 'SupplierReport', description: 'Un fournisseur, ses classements et leurs raisons.' })
