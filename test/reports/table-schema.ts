import { parse } from 'csv-parse/sync'

/** A field of a Table Schema (https://specs.frictionlessdata.io/table-schema), as far as the national one goes. */
export type TableField = {
  name: string
  type: 'string' | 'number' | 'integer' | 'date' | 'datetime' | 'boolean'
  decimalChar?: string
  trueValues?: readonly string[]
  falseValues?: readonly string[]
  constraints?: {
    required?: boolean
    enum?: readonly string[]
    pattern?: string
    minLength?: number
    maxLength?: number
  }
}

export type CellFault = { line: number; column: string; value: string; fault: string }

const FORMS = {
  string: /^/,
  number: /^-?\d+(\.\d+)?$/,
  integer: /^-?\d+$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  datetime: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/,
  boolean: /^/,
} as const

function faultOf(field: TableField, value: string): string | null {
  const { required, enum: allowed, pattern, minLength, maxLength } = field.constraints ?? {}
  if (value === '') return required ? 'required' : null
  const { decimalChar } = field
  const written = decimalChar === undefined ? value : value.replace(decimalChar, '.')
  if (!FORMS[field.type].test(written)) return 'type'
  if (decimalChar === ',' && value.includes('.')) return 'type'
  const booleans = [...(field.trueValues ?? []), ...(field.falseValues ?? [])]
  if (field.type === 'boolean' && !booleans.includes(value)) return 'type'
  if (allowed && !allowed.includes(value)) return 'enum'
  if (pattern && !new RegExp(pattern).test(value)) return 'pattern'
  if (minLength !== undefined && value.length < minLength) return 'minLength'
  return maxLength !== undefined && value.length > maxLength ? 'maxLength' : null
}

/** Rows of a CSV by column, and what in its first columns breaks a Table Schema; a header that differs is a fault of line 1. */
export function checkTable(csv: string, fields: readonly TableField[], delimiter = ',') {
  const [header = [], ...rows] = parse(csv, { delimiter, bom: true }) as string[][]
  const faults: CellFault[] = fields.flatMap(({ name }, index) =>
    header[index] === name ? [] : [{ line: 1, column: name, value: header[index] ?? '', fault: 'header' }],
  )
  for (const [index, row] of rows.entries())
    for (const [place, field] of fields.entries()) {
      const value = row[place] ?? ''
      const fault = faultOf(field, value)
      if (fault !== null) faults.push({ line: index + 2, column: field.name, value, fault })
    }
  const records = rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])))
  return { header, faults, records }
}
