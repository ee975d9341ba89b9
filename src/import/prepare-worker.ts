import { parentPort, workerData } from 'node:worker_threads'
import { type Preparation, RowPreparer } from './prepare-rows.ts'
import { type RowBatch, unpackRows } from './row-batch.ts'

/* A thread of its own for what rows say: reading the file, checking its rows and writing them go on at the same time. */

const preparer = new RowPreparer(workerData as Preparation)

parentPort?.on('message', (batch: RowBatch) => {
  const prepared = preparer.prepare(unpackRows(batch))
  const { rows, contents, holders, problems } = prepared
  const buffers = [rows, contents, holders, problems].map(({ buffer }) => buffer as ArrayBuffer)
  parentPort?.postMessage(prepared, buffers)
})
