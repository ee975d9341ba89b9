import type { FastifyRequest } from 'fastify'
import type { PageLinks, PageMeta } from './schemas/page.ts'

/** `page` counts from 1. */
export type PageQuery = { page: number; pageSize: number }

export const toLimits = ({ page, pageSize }: PageQuery) => ({
  limit: pageSize,
  offset: (page - 1) * pageSize,
})

/**
 * A page of a list with its links, which keep the other parameters as they were asked. They are relative to the host.
 * Beyond the last page, `prev` leads back to the last one.
 */
export function toPage<T>(
  request: FastifyRequest,
  { page, pageSize }: PageQuery,
  { data, total }: { data: T[]; total: number },
): { data: T[]; links: PageLinks; meta: PageMeta } {
  const [path = '', query = ''] = request.url.split('?', 2)
  const lastPage = Math.max(1, Math.ceil(total / pageSize))
  const linkTo = (target: number) => {
    const parameters = new URLSearchParams(query)
    parameters.set('page', String(target))
    parameters.set('pageSize', String(pageSize))
    return `${path}?${parameters}`
  }
  return {
    data,
    links: {
      self: linkTo(page),
      first: linkTo(1),
      prev: page > 1 ? linkTo(Math.min(page - 1, lastPage)) : null,
      next: page < lastPage ? linkTo(page + 1) : null,
      last: linkTo(lastPage),
    },
    meta: { page, pageSize, total },
  }
}
