import t from 'tap'
import { SOURCE_IDS } from '../../src/domain/supplier/facts.ts'
import { normalizeName } from '../../src/import/field-aliases.ts'
import { REFERENCE_FORMATS } from '../../src/import/reference-formats.ts'

t.test('every source has a layout, and every layout its own name', async (t) => {
  for (const source of SOURCE_IDS)
    t.ok(
      REFERENCE_FORMATS.some((format) => format.source === source),
      source,
    )
  const ids = REFERENCE_FORMATS.map(({ id }) => id)
  t.equal(new Set(ids).size, ids.length)
})

t.test('what a layout needs is among its roles, under titles that can be met', async (t) => {
  for (const { id, roles, needed } of REFERENCE_FORMATS) {
    for (const role of needed) t.ok((roles[role] ?? []).length > 0, `${id}: ${role}`)
    for (const title of Object.values(roles).flat()) t.equal(normalizeName(title), title, `${id}: ${title}`)
  }
})

t.test('the national lists are complete by default; extracts and SIRENE are not', async (t) => {
  t.strictSame(
    Object.fromEntries(
      REFERENCE_FORMATS.map(({ id, isComplete, covers }) => [id, `${isComplete} ${covers}`]),
    ),
    {
      'sirene-stock-unite-legale': 'false ess',
      'ess-france-liste': 'true ess',
      'ess-france-extrait': 'false ess',
      'esus-liste': 'true esus',
      'siae-conventions': 'true siae',
      'marche-inclusion': 'true inclusive',
      'cress-liste': 'false ess',
      'secteur-handicap': 'false handicap',
      'finess-structures': 'true esat',
      'finess-titres': 'true esat',
    },
  )
})
