import type { Problem } from '../domain/problem/problem.ts'
import type { MappedRecord } from './map-json-record.ts'

/** One record of a file as read: `mapped` is `null` when it is refused before its fields are looked at. */
export type ReadRow = { line: number; problems: Problem[]; mapped: MappedRecord | null }
