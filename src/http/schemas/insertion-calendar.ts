import { z } from 'zod'
import { dayText } from './dates.ts'

const itemSchema = z
  .object({
    kind: z
      .enum(['statement-missing', 'ending-with-hours'])
      .describe('Relevé trimestriel manquant, ou fin proche avec des heures restantes.'),
    on: dayText().describe('Échéance.'),
    clauseId: z.int().describe('Clause.'),
    buyer: z.string().describe('Acheteur.'),
    contract: z.string().describe('Marché et lot.'),
    title: z.string().nullable().describe('Intitulé.'),
    facilitator: z.string().nullable().describe('Facilitateur.'),
    quarter: z.string().nullable().describe('Trimestre du relevé manquant.'),
    remainingHours: z.number().nullable().describe('Heures restantes.'),
    message: z.string().describe('L’échéance en une phrase.'),
  })
  .meta({ id: 'InsertionCalendarItem', description: 'Une échéance d’une clause.' })

export const calendarSchema = z
  .object({ items: z.array(itemSchema).describe('Les échéances.') })
  .meta({ id: 'InsertionCalendar', description: 'Ce qui est dû des clauses, par date.' })
