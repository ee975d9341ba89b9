import { parentPort, workerData } from 'node:worker_threads'
import { type Preparation, RowPreparer } from './prepare-rows.ts'
import { type RowBatch, rowsIn } from './row-batch.ts'

/* A thread of its own for what rows say: reading the file, checking its rows and writing them go on at the same time. */

const preparation = workerData as Preparation
const preparer = new RowPreparer(preparation)

parentPort?.on('message', (batch: RowBatch) => {
  const prepared = preparer.prepare(rowsIn(batch, preparation.mapping.csv))
  const { rows, contents, holders, problems } = prepared
  const buffers = [rows, contents, holders, problems].map(({ buffer }) => buffer as ArrayBuffer)
  parentPort?.postMessage(prepared, buffers)
})
