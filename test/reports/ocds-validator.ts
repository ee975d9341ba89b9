import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import AjvDraft04 from 'ajv-draft-04'
import addFormats from 'ajv-formats'

type Schema = { [key: string]: unknown; properties?: Record<string, Schema>; items?: Schema; $ref?: string }
type ReleaseSchema = Schema & { definitions: Record<string, Schema> }

const read = async (name: string) =>
  JSON.parse(await readFile(join(import.meta.dirname, 'ocds-schema', `${name}.json`), 'utf8'))

/** JSON Merge Patch (RFC 7386), the way extensions of the standard add to its schema. */
function merge(base: Schema, patch: Schema): Schema {
  const merged = { ...base }
  for (const [key, value] of Object.entries(patch)) {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    merged[key] = isObject ? merge((base[key] ?? {}) as Schema, value as Schema) : value
  }
  return merged
}

/** Makes every field that the schema does not declare a fault: the standard lets unknown ones pass, misspelt ones with them. */
function close(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(close)
  if (typeof schema !== 'object' || schema === null) return schema
  const closed: Schema = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, close(value)]))
  // Under "properties" the keys are names of fields: one that is called "properties" is none of ours.
  if (schema && 'properties' in schema && ('type' in schema || '$schema' in schema))
    closed.additionalProperties = false
  return closed
}

async function openValidator() {
  const { description: _, ...extensions } = await read('extensions')
  const release = merge(await read('release-schema'), extensions) as ReleaseSchema
  const releasePackage = await read('release-package-schema')
  const compile = (toSchema: (schema: unknown) => unknown) => {
    const ajv = new AjvDraft04.default({ allErrors: true, strict: false })
    addFormats.default(ajv)
    ajv.addSchema(toSchema(release) as object)
    return { ajv, validate: ajv.compile(toSchema(releasePackage) as object), id: release.id as string }
  }
  return { open: compile((schema) => schema), closed: compile(close) }
}

const validators = await openValidator()

/** What is wrong with a release package, by the official schema, then by the same schema closed to fields it does not declare. */
export function faultsOfPackage(releasePackage: unknown): string[] {
  return [validators.open, validators.closed].flatMap(({ validate }) => {
    validate(releasePackage)
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    )
  })
}

/** The same for one release. */
export const faultsOfRelease = (release: unknown): string[] =>
  [validators.open, validators.closed].flatMap(({ ajv, id }) => {
    const validate = ajv.getSchema(id)
    validate?.(release)
    return (validate?.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  })
