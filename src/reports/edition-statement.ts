import { z } from 'zod'
import type { StoredEdition } from '../database/editions.ts'
import {
  CONTRACTS_FILE,
  EDITION_KINDS,
  type EditionStatement,
  FIGURES_FILE,
} from '../domain/edition/edition.ts'
import { digestOf } from './publication-package.ts'

const instant = z.iso.datetime()
const digest = z.string().regex(/^[0-9a-f]{64}$/)
const [report, publication] = EDITION_KINDS
const parameters = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal(report), buyer: z.string(), year: z.int(), plan: z.string().nullable() }),
  z.object({ kind: z.literal(publication), buyer: z.string(), fromYear: z.int(), toYear: z.int() }),
])
const source = z.object({
  id: z.string(),
  title: z.string(),
  format: z.string(),
  listedOn: z.string(),
  isComplete: z.boolean(),
  entries: z.int(),
  file: z.string(),
})
const file = z.object({
  name: z.string(),
  title: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  digest,
})

const statementSchema = z.object({
  title: z.string(),
  author: z.string(),
  note: z.string().nullable(),
  publishedAt: instant,
  parameters,
  context: z.object({
    rulesVersion: z.int(),
    softwareVersion: z.string(),
    asOf: instant.nullable(),
    sources: z.array(source),
    plans: z.array(z.looseObject({ id: z.string(), title: z.string() })),
  }),
  figuresDigest: digest,
  files: z
    .array(file)
    .refine((files) =>
      [FIGURES_FILE, CONTRACTS_FILE].every((name) => files.some((one) => one.name === name)),
    ),
})

/** `undefined` when it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What an edition says of itself; `null` once it was altered so that it says nothing any more. */
export function readStatement({ statement }: Pick<StoredEdition, 'statement'>): EditionStatement | null {
  const { data = null } = statementSchema.safeParse(parseJson(statement))
  return data as EditionStatement | null
}

/** Whether the digest still seals what the edition says of itself. */
export const isSealed = ({ statement, digest: seal }: Pick<StoredEdition, 'statement' | 'digest'>): boolean =>
  digestOf(statement) === seal
