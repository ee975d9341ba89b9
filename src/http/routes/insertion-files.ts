import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { listCalendar, writeCalendarCsv, writeCalendarIcs } from '../../reports/insertion-calendar.ts'
import { TEMPLATE_LAYOUTS, templateNameOf, writeInsertionTemplate } from '../../reports/insertion-template.ts'
import { calendarSchema } from '../schemas/insertion-calendar.ts'
import { buyers, choice } from '../schemas/parameters.ts'
import { json, problems } from '../schemas/problem.ts'
import type { Services } from '../services.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const TAGS = ['Clauses d’insertion']
const ABOUT_CALENDAR =
  'Relevés trimestriels que personne n’a envoyés (attendus 30 jours après le trimestre), et clauses qui finissent dans les 90 jours avec des heures restantes.'

const calendarQuerySchema = z.strictObject({ buyer: buyers })

const templateQuerySchema = z.strictObject({
  layout: choice(TEMPLATE_LAYOUTS)
    .default('by-person')
    .describe(
      'by-person : une ligne par personne et par mois ; totals : une ligne par marché et par trimestre.',
    ),
})

export const insertionFileRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  app.get(
    '/v1/insertion-template.xlsx',
    {
      schema: {
        operationId: 'getInsertionTemplate',
        tags: TAGS,
        summary: 'Modèle de relevé d’heures',
        description:
          'Le classeur qu’un facilitateur remplit et renvoie par `POST /v1/imports` : un tableau, des listes où choisir, une notice.',
        querystring: templateQuerySchema,
        response: {
          200: {
            description: 'Le classeur.',
            content: { [XLSX]: { schema: z.string().meta({ format: 'binary' }) } },
          },
          ...problems(400, 500, 503),
        },
      },
    },
    async ({ query: { layout } }, reply) => {
      reply.header('content-disposition', `attachment; filename="${templateNameOf(layout)}"`)
      return reply.type(XLSX).send((await writeInsertionTemplate(layout)) as never)
    },
  )

  app.get(
    '/v1/insertion-calendar',
    {
      schema: {
        operationId: 'getInsertionCalendar',
        tags: TAGS,
        summary: 'Échéances des clauses',
        description: ABOUT_CALENDAR,
        querystring: calendarQuerySchema,
        response: { 200: json(calendarSchema, 'Les échéances, par date.'), ...problems(400, 500, 503) },
      },
    },
    async ({ query: { buyer } }) => ({ items: await listCalendar(db, clock, buyer) }),
  )

  app.get(
    '/v1/insertion-calendar.csv',
    {
      schema: {
        operationId: 'getInsertionCalendarCsv',
        tags: TAGS,
        summary: 'Échéances des clauses, en CSV',
        description: ABOUT_CALENDAR,
        querystring: calendarQuerySchema,
        response: {
          200: {
            description: 'Le fichier CSV.',
            content: { 'text/csv': { schema: z.string().describe('CSV, UTF-8.') } },
          },
          ...problems(400, 500, 503),
        },
      },
    },
    async ({ query: { buyer } }, reply) => {
      reply.header('content-disposition', 'attachment; filename="echeances-insertion.csv"')
      reply.type('text/csv; charset=utf-8')
      return reply.send(writeCalendarCsv(await listCalendar(db, clock, buyer)) as never)
    },
  )

  app.get(
    '/v1/insertion-calendar.ics',
    {
      schema: {
        operationId: 'getInsertionCalendarIcs',
        tags: TAGS,
        summary: 'Échéances des clauses, en iCalendar',
        description: `${ABOUT_CALENDAR} Un agenda peut s’abonner à cette adresse.`,
        querystring: calendarQuerySchema,
        response: {
          200: {
            description: 'Le calendrier.',
            content: { 'text/calendar': { schema: z.string().describe('RFC 5545.') } },
          },
          ...problems(400, 500, 503),
        },
      },
    },
    async ({ query: { buyer } }, reply) => {
      reply.type('text/calendar; charset=utf-8')
      return reply.send(writeCalendarIcs(await listCalendar(db, clock, buyer), clock) as never)
    },
  )
}
