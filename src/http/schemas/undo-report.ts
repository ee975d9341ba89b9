import { z } from 'zod'
import { instantText } from './dates.ts'

export const importKind = z
  .enum(['contracts', 'payments', 'hours', 'reference', 'plan'])
  .describe('Marchés, dépenses, heures d’insertion, liste de référence ou plan.')

const undoneContractsSchema = z
  .object({
    removed: z.int().describe('Enregistrements retirés : aucun autre import ne les a apportés.'),
    handedOver: z.int().describe('Enregistrements gardés : un autre import les a apportés aussi.'),
    currentAgain: z.int().describe('Versions antérieures qui comptent de nouveau.'),
  })
  .meta({ id: 'UndoneContracts', description: 'Les marchés de l’import annulé.' })

const undonePaymentsSchema = z
  .object({
    removed: z.int().describe('Dépenses retirées : aucun autre import ne les a apportées.'),
    handedOver: z.int().describe('Dépenses gardées : un autre import les a apportées aussi.'),
  })
  .meta({ id: 'UndonePayments', description: 'Les dépenses de l’import annulé.' })

const undoneHoursSchema = z
  .object({
    removed: z.int().describe('Relevés d’heures retirés.'),
    handedOver: z.int().describe('Relevés gardés : un autre import les a apportés aussi.'),
  })
  .meta({ id: 'UndoneHours', description: 'Les heures d’insertion de l’import annulé.' })

const undoneFactsSchema = z
  .object({
    removed: z.int().describe('Entrées retirées.'),
    restored: z.int().describe('Entrées de la liste précédente remises en l’état.'),
  })
  .meta({ id: 'UndoneFacts', description: 'Les entrées de la liste annulée.' })

const undonePlansSchema = z
  .object({
    removed: z.int().describe('1 : le plan est retiré.'),
    restored: z.int().describe('1 : la version précédente du plan est revenue.'),
  })
  .meta({ id: 'UndonePlans', description: 'Le plan de l’import annulé.' })

export const undoReportSchema = z
  .object({
    importId: z.int().describe('Numéro de l’import.'),
    kind: importKind,
    file: z.string().describe('Nom du fichier.'),
    undoneAt: instantText().nullable().describe('Instant de l’annulation ; `null` pour un essai (`dryRun`).'),
    contracts: undoneContractsSchema,
    payments: undonePaymentsSchema,
    hours: undoneHoursSchema,
    facts: undoneFactsSchema,
    plans: undonePlansSchema,
  })
  .meta({ id: 'UndoReport', description: 'Ce que l’annulation d’un import a changé.' })
