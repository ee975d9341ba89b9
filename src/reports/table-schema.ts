/** A field of a Table Schema (https://specs.frictionlessdata.io/table-schema). */
export type SchemaField = {
  name: string
  title: string
  type: 'string' | 'number' | 'integer' | 'date' | 'datetime'
  decimalChar?: string
  constraints?: { required?: boolean; pattern?: string; enum?: readonly string[] }
}

export type TableSchema = {
  $schema: string
  name: string
  title: string
  description: string
  fields: readonly SchemaField[]
}

/** A column: what its schema says, and what a row holds in it. */
export type SchemaColumn<Row> = readonly [field: SchemaField, of: (row: Row) => string | null]

/** A table and its Table Schema from the same columns, so that neither can say what the other does not. */
export const columnsOf = <Row>(
  about: { name: string; title: string; description: string },
  columns: readonly SchemaColumn<Row>[],
) => ({
  schema: {
    $schema: 'https://specs.frictionlessdata.io/schemas/table-schema.json',
    ...about,
    fields: columns.map(([field]) => field),
  } satisfies TableSchema,
  header: columns.map(([{ name }]) => name),
  cellsOf: (row: Row): (string | null)[] => columns.map(([, of]) => of(row)),
})
