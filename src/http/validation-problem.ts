import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { InvalidField } from './schemas/problem.ts'

/** How zod names the part of the request at fault, and where Fastify keeps that part. */
const PARTS = [
  ['params', (request: FastifyRequest) => request.params],
  ['querystring', (request: FastifyRequest) => request.query],
  ['headers', (request: FastifyRequest) => request.headers],
  ['body', (request: FastifyRequest) => request.body],
] as const

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route receives what may identify a person. */
    hidesValues?: boolean
  }
}

type Issue = z.core.$ZodIssue

/** The value at a place of the data; a list of one is a lone text there, and answers for its only item. */
function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : value),
    data,
  )
}

/** What is given back of a refused value, and logged: enough to recognise it, never a megabyte. */
const LONGEST_VALUE = 1_000

function shorten(value: unknown): unknown {
  try {
    const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
    return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : value
  } catch {
    // Nested deeper than the stack: it could not be written in the answer either.
    return undefined
  }
}

/** What a refusal is about when it is the body as a whole. */
export const WHOLE_BODY = 'corps de la requête'

function describeIssue(issue: Issue, data: unknown, known: readonly string[]): InvalidField[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      parameter: key,
      value: shorten(valueAt(data, [key])),
      expected: `un paramètre connu : ${known.join(', ') || 'cette adresse n’en a aucun'}`,
    }))
  const value = valueAt(data, issue.path)
  const isNever = issue.code === 'invalid_type' && issue.expected === 'never'
  const isRepeated = Array.isArray(value) && issue.code !== 'too_big' && !isNever
  const expected = isRepeated ? `une seule valeur : ${issue.message}` : issue.message
  return [{ parameter: String(issue.path[0] ?? WHOLE_BODY), value: shorten(value), expected }]
}

/** Parameters that a route refuses after having put them together itself. */
export class InvalidParameters extends Error {
  readonly fields: InvalidField[]

  constructor(fields: InvalidField[]) {
    super('invalid parameters')
    this.fields = fields
  }
}

/** The parameters that can be given: one whose reason to be refused is said by its schema cannot. */
const namesOf = (shape: z.ZodObject['shape']) =>
  Object.entries(shape).flatMap(([name, schema]) =>
    schema instanceof z.ZodOptional && schema.unwrap() instanceof z.ZodNever ? [] : [name],
  )

/** What a schema refuses of some data, with the value and what was expected. */
export function listInvalidIn(schema: z.ZodType, data: unknown): InvalidField[] {
  const known = schema instanceof z.ZodObject ? namesOf(schema.shape) : []
  const issues = schema.safeParse(data).error?.issues ?? []
  return issues.flatMap((issue) => describeIssue(issue, data, known))
}

/**
 * Every parameter that a route refuses, with its value and what was expected. Fastify stops at the first part of the
 * request that fails; the parts it has not read yet are read here, so that one answer names them all.
 */
export function listInvalidFields(request: FastifyRequest, failedPart: string | undefined): InvalidField[] {
  const { schema: schemas = {}, config } = request.routeOptions
  const from = PARTS.findIndex(([part]) => part === failedPart)
  return PARTS.slice(Math.max(from, 0)).flatMap(([part, read]) => {
    const schema = schemas[part]
    if (!(schema instanceof z.ZodType)) return []
    const fields = listInvalidIn(schema, read(request))
    // Where a value may name a person, it is neither given back nor logged.
    return config.hidesValues ? fields.map(({ value: _, ...field }) => field) : fields
  })
}
