import type { FastifyInstance } from 'fastify'
import { isStorable } from '../platform/errors.ts'
import type { InvalidField } from './schemas/problem.ts'
import { InvalidParameters } from './validation-problem.ts'

const EXPECTED = 'un texte sans caractère nul (U+0000) ni moitié de caractère'

/** Whether a value holds, at any depth, a text that cannot be stored. A stack rather than calls: nothing bounds the depth of a body. */
function holdsUnstorable(value: unknown): boolean {
  const left = [value]
  while (left.length > 0) {
    const one = left.pop()
    if (typeof one === 'string' && !isStorable(one)) return true
    if (typeof one === 'object' && one !== null)
      for (const [key, item] of Object.entries(one)) left.push(key, item)
  }
  return false
}

/** The parameters that hold such a text, without their value: nothing that reads an answer or a log has a use for it. */
const listUnstorable = (part: unknown): InvalidField[] =>
  typeof part === 'object' && part !== null
    ? Object.entries(part)
        .filter((entry) => holdsUnstorable(entry))
        .map(([name]) => ({ parameter: name.toWellFormed().replaceAll('\0', '\uFFFD'), expected: EXPECTED }))
    : []

/** Refuses, at every address, texts that the database would refuse, or keep as another text. Call it before the routes are declared. */
export function refuseUnstorableTexts(app: FastifyInstance): void {
  app.addHook('preValidation', async ({ params, query, body }) => {
    const fields = [params, query, body].flatMap(listUnstorable)
    if (fields.length > 0) throw new InvalidParameters(fields)
  })
}
