import type { FastifyInstance } from 'fastify'
import { sendProblem } from './problems.ts'

/** "/v1/contracts/:id" → matches "/v1/contracts/42"; "/v1/reports/:year.csv", "/v1/reports/2025.csv" and no other extension. */
function patternOf(url: string): RegExp {
  const escaped = url.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replace(/:\w+/g, '[^/]+').replaceAll('*', '.*')}$`)
}

/**
 * Answers what no route takes: 405 with the methods of the address, 204 to OPTIONS, 404 for an address there is not.
 * Call it before the routes are registered: it listens to their registration.
 */
export function answerUnknownRoutes(app: FastifyInstance): void {
  const routes: { method: string; pattern: RegExp }[] = []
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) routes.push({ method: one, pattern: patternOf(url) })
  })
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? ''
    const methods = new Set(routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))
    if (methods.size === 0)
      return sendProblem(request, reply, {
        status: 404,
        code: 'route-unknown',
        detail: `Rien à l’adresse ${path}. La liste des adresses est en /documentation.`,
      })
    const allowed = [...methods, 'OPTIONS'].sort().join(', ')
    reply.header('allow', allowed)
    if (request.method === 'OPTIONS') return reply.code(204).send()
    return sendProblem(request, reply, {
      status: 405,
      code: 'method-not-allowed',
      detail: `L’adresse ${path} n’admet pas ${request.method}. Méthodes admises : ${allowed}.`,
    })
  })
}
