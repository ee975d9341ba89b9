import { z } from 'zod'

const linksSchema = z
  .object({
    self: z.string().describe('Cette page.'),
    first: z.string().describe('La première page.'),
    prev: z.string().nullable().describe('La page précédente ; nul sur la première.'),
    next: z.string().nullable().describe('La page suivante ; nul sur la dernière.'),
    last: z.string().describe('La dernière page.'),
  })
  .meta({ id: 'PageLinks', description: 'Adresses des autres pages, relatives à l’hôte.' })

const metaSchema = z
  .object({
    page: z.int().describe('Numéro de la page, à partir de 1.'),
    pageSize: z.int().describe('Nombre d’éléments par page.'),
    total: z.int().describe('Nombre total d’éléments, toutes pages réunies.'),
  })
  .meta({ id: 'PageMeta', description: 'La page dans la liste entière.' })

export type PageLinks = z.infer<typeof linksSchema>
export type PageMeta = z.infer<typeof metaSchema>

/** The envelope of every list. */
export const pageOf = <S extends z.ZodType>(item: S, id: string, description: string) =>
  z
    .object({
      data: z.array(item).describe('Les éléments de la page.'),
      links: linksSchema,
      meta: metaSchema,
    })
    .meta({ id, description })
