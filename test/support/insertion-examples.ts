import { writeFile } from 'node:fs/promises'
import type { Db } from '../../src/database/connect.ts'
import { UNKNOWN_HOURS } from '../../src/domain/insertion/hours-record.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { changeClause, createClause } from '../../src/import/insertion-clauses.ts'
import { recordHours } from '../../src/import/insertion-hours.ts'
import { FIXED_CLOCK } from './database.ts'
import { EXAMPLE_SUPPLIERS, readInsertionExample } from './indicator-fixtures.ts'

const BY = { author: null, reason: null }

/** Imports and records the worked example of the indicators of insertion. `path`: a file to write its contracts to. */
export async function recordInsertionExample(db: Db, path: string): Promise<void> {
  const { buyer, contracts, clauses, statements } = readInsertionExample()
  const marche = contracts.map(({ id, date, amount, cpv }) => ({
    id,
    acheteur: { id: buyer },
    objet: `Objet ${id}`,
    nature: 'Marché',
    codeCPV: cpv,
    montant: amount,
    dateNotification: date,
    datePublicationDonnees: date,
    titulaires: [{ titulaire: { typeIdentifiant: 'SIRET', id: EXAMPLE_SUPPLIERS.société?.siret } }],
  }))
  await writeFile(path, JSON.stringify({ marches: { marche } }))
  await importContracts(db, FIXED_CLOCK, path)
  const numbers = new Map<string, number>()
  for (const { contract, dueHours, waivedOn, ...terms } of clauses) {
    const id = await createClause(
      db,
      FIXED_CLOCK,
      {
        contract: { buyer, sourceId: contract, lot: null },
        terms,
        due:
          dueHours === null
            ? null
            : {
                due: { method: 'entered', hundredths: dueHours * 100 },
                effectiveOn: terms.startsOn as string,
              },
      },
      BY,
    )
    numbers.set(contract, id)
    if (waivedOn) await changeClause(db, FIXED_CLOCK, id, { waived: { on: waivedOn, reason: 'exemple' } }, BY)
  }
  for (const { clause, hours, employer, ...record } of statements)
    await recordHours(
      db,
      FIXED_CLOCK,
      numbers.get(clause) as number,
      {
        ...UNKNOWN_HOURS,
        ...record,
        hundredths: hours * 100,
        employerSiren:
          employer === undefined ? null : (EXAMPLE_SUPPLIERS[employer]?.siret.slice(0, 9) as string),
      },
      BY,
    )
}
