import t from 'tap'
import { prepareFile } from '../../src/import/prepare-file.ts'
import { inBatches } from '../../src/import/row-batch.ts'
import type { SourceRow } from '../../src/import/source-row.ts'

const LONG = 'x'.repeat(3_000_000)
const LONG_ROWS: readonly SourceRow[] = Array.from({ length: 8 }, (_, line) => ({
  line,
  source: { json: `{"id":"${line}","acheteur":{"id":"00001001700010"},"objet":"${LONG}"}`, container: '' },
}))

async function* each(rows: readonly SourceRow[]) {
  yield* rows
}

t.test('long rows are handed over a few at a time, so that memory holds whatever their number', async (t) => {
  const preparation = { mapping: { tables: [], csv: null, buyer: null }, today: '2026-11-23', importId: 1n }
  const read: number[] = []
  for await (const prepared of prepareFile(inBatches(each(LONG_ROWS)), 0, preparation))
    read.push(prepared.read)
  t.strictSame(read, [3, 3, 2])
})
