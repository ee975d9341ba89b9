import { parseDate } from '../domain/dates/iso-date.ts'
import type { ReferenceOptions } from '../import/import-reference.ts'
import { DEFAULT_LARGEST_LOSS_PERCENT } from '../import/refuse-reference.ts'
import { KEEP_CHOICES, type KeepChoice } from '../import/select-units.ts'
import { AppError } from '../platform/errors.ts'

/** What may be said of a reference list, declared to the argument parser. */
export const ABOUT_LISTS = {
  date: {
    type: 'string',
    describe:
      'Date de la liste, AAAA-MM-JJ (par défaut : celle que donnent ses titres ou son nom, sinon aujourd’hui)',
  },
  partial: {
    type: 'boolean',
    describe: 'Extrait : en être absent ne veut pas dire « non » (--no-partial : liste entière)',
  },
  'max-loss': {
    type: 'number',
    describe: `Part admise d’identifiants inutilisables, ou perdus depuis la liste précédente, en % (par défaut : ${DEFAULT_LARGEST_LOSS_PERCENT})`,
  },
  force: { type: 'boolean', describe: 'Accepter une liste qui perd ou altère plus que cette part' },
  keep: {
    type: 'string',
    describe:
      'SIRENE : all, toutes les lignes ; useful, les fournisseurs connus et les unités de l’ESS (par défaut pour le stock national)',
  },
} as const

/** These options as typed. */
export type ListArguments = {
  date?: string | undefined
  partial?: boolean | undefined
  maxLoss?: number | undefined
  force?: boolean | undefined
  keep?: string | undefined
}

export type ListOptions = Pick<
  ReferenceOptions,
  'listedOn' | 'isComplete' | 'largestLossPercent' | 'keep' | 'force'
>

function dayOf(value: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value) && parseDate(value) !== null) return value
  throw new AppError('bad-usage', `--date « ${value} » : date attendue, AAAA-MM-JJ.`)
}

function percentOf(value: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= 100) return value
  throw new AppError('bad-usage', `--max-loss : nombre entier de 0 à 100 attendu (pour cent).`)
}

function keepOf(value: string): KeepChoice {
  const found = KEEP_CHOICES.find((choice) => choice === value)
  if (found) return found
  throw new AppError('bad-usage', `--keep « ${value} » : valeur attendue parmi ${KEEP_CHOICES.join(', ')}.`)
}

/** What the options say of the list to import. Throws `bad-usage` when one cannot be used. */
export function listOptionsOf({ date, partial, maxLoss, force, keep }: ListArguments): ListOptions {
  return {
    ...(date !== undefined && { listedOn: dayOf(date) }),
    ...(partial !== undefined && { isComplete: !partial }),
    ...(maxLoss !== undefined && { largestLossPercent: percentOf(maxLoss) }),
    ...(force !== undefined && { force }),
    ...(keep !== undefined && { keep: keepOf(keep) }),
  }
}
