import { z } from 'zod'
import { SOURCE_IDS } from '../../domain/supplier/facts.ts'
import { LIST_DATE_ORIGINS } from '../../import/list-date.ts'
import { KEEP_CHOICES } from '../../import/select-units.ts'
import { dayText } from './dates.ts'

const FOR_LISTS = 'Pour une liste de référence seulement.'

/** What the ledger of a reference list says besides its rows. */
export const listLedgerShape = {
  source: z.enum(SOURCE_IDS).optional().describe(`Source. ${FOR_LISTS}`),
  listedOn: dayText().optional().describe(`Date de la liste. ${FOR_LISTS}`),
  listedOnFrom: z
    .enum(LIST_DATE_ORIGINS)
    .optional()
    .describe(
      `D’où vient la date : donnée, import précédent du même fichier, titres du fichier, nom du fichier, ou aujourd’hui faute de mieux. ${FOR_LISTS}`,
    ),
  isComplete: z.boolean().optional().describe(`La liste se veut entière. ${FOR_LISTS}`),
  keep: z.enum(KEEP_CHOICES).optional().describe(`Lignes retenues : toutes, ou les utiles. ${FOR_LISTS}`),
  closed: z.int().optional().describe(`Entrées de la liste précédente que celle-ci n’a plus. ${FOR_LISTS}`),
}
