import { createReadStream, existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse'
import { sql } from 'kysely'
import t from 'tap'
import { decideVerdicts } from '../../src/import/decide-verdicts.ts'
import { importReference } from '../../src/import/import-reference.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'

const REAL_DATA = process.env.REAL_DATA_DIR ?? ''
const skip = existsSync(join(REAL_DATA, 'ess')) ? false : 'REAL_DATA_DIR names no folder of real files'
const ON = { listedOn: '2026-11-01', force: true }

type Row = Record<string, string>

async function readRows(name: string, delimiter: string, encoding: BufferEncoding): Promise<Row[]> {
  const source = createReadStream(join(REAL_DATA, name), encoding)
  const rows = source.pipe(parse({ columns: true, delimiter, bom: true, relax_quotes: true }))
  return (await rows.toArray()) as Row[]
}

/**
 * The published rule of the State's directory: a unit is ESS when SIRENE flags it `O` or when ESS France lists it. The expected
 * answers are read from the files here, without any code of the product; rows of the SIRENE of 2017, which is not a layout it
 * reads, are handed to it in today's.
 */
t.test(
  'on the real files, "ess-register" answers as the directory does: O or listed',
  { skip },
  async (t) => {
    const { db } = await openTestDatabase(t)
    const legacy = await readRows('sirene/sirene-2017-cp1252.csv', ';', 'latin1')
    const flagged = await readRows('ess/sirene-ess-flag-3375-units.csv', ',', 'utf8')
    const listed = await readRows('ess/ess-france-digital-sector.csv', ',', 'utf8')
    const structures = await readRows('ess/siae-le-marche.csv', ',', 'utf8')
    const flags = new Map<string, string>()
    // One row for each establishment: where two disagree on their unit, the first is the one retained.
    for (const { SIREN = '', ESS = '' } of legacy.toReversed()) flags.set(SIREN, ESS)
    for (const row of flagged) flags.set(row.siren ?? '', row.economieSocialeSolidaireUniteLegale ?? '')
    const inList = new Set(listed.map(({ siren = '' }) => siren))

    const converted = join(t.testdir(), 'sirene.csv')
    const lines = legacy.map(({ SIREN, ESS, NJ }) => [SIREN, ESS, NJ].join(','))
    const header = 'siren,economieSocialeSolidaireUniteLegale,categorieJuridiqueUniteLegale'
    await writeFile(converted, [header, ...lines].join('\n'))
    await importReference(db, FIXED_CLOCK, 'sirene', converted, ON)
    await importReference(
      db,
      FIXED_CLOCK,
      'sirene',
      join(REAL_DATA, 'ess/sirene-ess-flag-3375-units.csv'),
      ON,
    )
    const list = join(REAL_DATA, 'ess/ess-france-digital-sector.csv')
    await importReference(db, FIXED_CLOCK, 'ess-france', list, { ...ON, isComplete: true })

    const others = structures.map(({ siret = '' }) => siret.slice(0, 9))
    const sirens = [...new Set([...flags.keys(), ...inList, ...others])].filter((siren) =>
      /^\d{9}$/.test(siren),
    )
    await sql`insert into suppliers (scheme, identifier, siren) select 'SIREN', siren, siren from unnest(${sirens}::text[]) as siren`.execute(
      db,
    )
    await db.transaction().execute((trx) => decideVerdicts(trx, FIXED_CLOCK, 'all'))
    const { rows } = await sql<{ siren: string; outcome: string }>`
    select s.siren, v.outcome from suppliers s join verdicts v on v.profile_id = s.profile_id and v.perimeter = 'ess-register'
      and '2026-11-23' between v.valid_from and v.valid_to
  `.execute(db)
    const counts: Record<string, number> = { yes: 0, no: 0, undetermined: 0 }
    for (const { siren, outcome } of rows) {
      const known = flags.has(siren) ? 'no' : 'undetermined'
      const expected = flags.get(siren) === 'O' || inList.has(siren) ? 'yes' : known
      if (outcome !== expected) t.equal(outcome, expected, siren)
      counts[outcome] = (counts[outcome] ?? 0) + 1
    }
    t.equal(rows.length, sirens.length)
    for (const [outcome, count] of Object.entries(counts)) t.ok(count > 500, `${outcome}: ${count}`)
  },
)
