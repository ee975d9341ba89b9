import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { UNITS } from '../import/reference-lists.ts'
import { openFolder } from '../import/temporary-file.ts'

/** A file of contracts, one for each of the first suppliers, the largest amount first. */
export async function writeContracts(t: Test, count: number): Promise<string> {
  const path = join(await openFolder(t), 'marches.json')
  const marches = UNITS.slice(0, count).map((id, n) => ({
    id: `M${n}`,
    acheteur: { id: '00001001700010' },
    objet: 'Toiture',
    montant: 90_000 - n,
    dateNotification: '2024-06-01',
    titulaires: [{ typeIdentifiant: 'SIRET', id }],
  }))
  await writeFile(path, JSON.stringify({ marches }))
  return path
}
