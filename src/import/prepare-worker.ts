import { parentPort, workerData } from 'node:worker_threads'
import { type Preparation, prepareRows } from './prepare-rows.ts'
import { type RowBatch, rowsIn } from './row-batch.ts'

/* A thread of its own for what rows say: reading the file, checking its rows and writing them go on at the same time. */

const preparation = workerData as Preparation

parentPort?.on('message', ({ batch, seq }: { batch: RowBatch; seq: number }) => {
  const prepared = prepareRows(preparation, rowsIn(batch, preparation.mapping.csv), seq)
  const { rows, contents, holders, problems } = prepared
  const buffers = [rows, contents, holders, problems].map(({ buffer }) => buffer as ArrayBuffer)
  parentPort?.postMessage(prepared, buffers)
})
