import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { DECP_INFO_COLUMNS } from '../generator/decp-info-csv.ts'
import { secondsOf } from './seconds-of.ts'

/** An odd number: their median is one of them. */
const COPIES = 3

/**
 * Seconds of a bare `COPY … FROM STDIN` of a decp.info CSV into one table of 58 text columns, the yardstick of an import:
 * median of three, each committed, into a table emptied before.
 */
export async function measureCopy(databaseUrl: string, path: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const columns = DECP_INFO_COLUMNS.map((name) => `"${name}" text`).join(', ')
    await client.query(`create table bench_text (${columns})`)
    const seconds: number[] = []
    for (let copy = 0; copy < COPIES; copy++) {
      await client.query('truncate bench_text')
      const stream = copyFrom('copy bench_text from stdin (format csv, header)')
      seconds.push(await secondsOf(() => pipeline(createReadStream(path), client.query(stream))))
    }
    await client.query('drop table bench_text')
    return seconds.sort((a, b) => a - b)[(COPIES - 1) / 2] as number
  } finally {
    await client.end()
  }
}

/** Seconds that csv-parse alone takes on the file, nothing done with its rows: what an import cannot go below in one thread. */
export function measureParse(path: string): Promise<number> {
  return secondsOf(() =>
    pipeline(createReadStream(path), parse({ bom: true }), async (rows) => {
      for await (const _ of rows);
    }),
  )
}
