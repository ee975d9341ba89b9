import type { FormFields } from './receive-form.ts'
import { type Upload, uploadSchema } from './schemas/import.ts'
import type { InvalidField } from './schemas/problem.ts'
import { InvalidParameters, listInvalidIn } from './validation-problem.ts'

type Texts = Record<string, string | string[]>

/** "/v1/imports?kind=plan" → { kind: 'plan' }; a parameter given several times has all its values. */
function queryOf(url: string): Texts {
  const texts: Texts = Object.create(null)
  for (const [name, value] of new URL(url, 'http://localhost').searchParams) {
    const known = texts[name]
    texts[name] = known === undefined ? value : [known, value].flat()
  }
  return texts
}

/** What the address and the form say differently of one parameter: neither is more right than the other. */
function listContradictions(query: Texts, fields: FormFields): InvalidField[] {
  return Object.entries(fields)
    .filter(([name, value]) => query[name] !== undefined && String(query[name]) !== String(value))
    .map(([parameter, value]) => ({
      parameter,
      value,
      expected: `la même valeur que dans l’adresse (« ${query[parameter]} »), ou rien`,
    }))
}

/**
 * The parameters of an upload, from the address and from the form, either or both as long as they agree. Throws
 * `InvalidParameters` with everything that is wrong.
 */
export function readUploadParameters(url: string, fields: FormFields): Upload {
  const query = queryOf(url)
  const contradictions = listContradictions(query, fields)
  if (contradictions.length > 0) throw new InvalidParameters(contradictions)
  const given = { ...query, ...fields }
  const read = uploadSchema.safeParse(given)
  if (read.success) return read.data
  throw new InvalidParameters(listInvalidIn(uploadSchema, given))
}
