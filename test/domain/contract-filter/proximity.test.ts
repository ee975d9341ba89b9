import t from 'tap'
import { PROXIMITIES, PROXIMITY_TITLES, proximityOf } from '../../../src/domain/contract-filter/proximity.ts'

const at = (department: string, commune: string | null = null) => ({ department, commune })
const TOULOUSE = at('31', '31555')

for (const [title, buyer, scheme, place, expected] of [
  ['the same commune', TOULOUSE, 'SIRET', TOULOUSE, 'same-commune'],
  ['another commune of the department', TOULOUSE, 'SIRET', at('31', '31149'), 'same-department'],
  ['a commune that is not published', TOULOUSE, 'SIRET', at('31'), 'same-department'],
  ['another department of the region', TOULOUSE, 'SIRET', at('09'), 'same-region'],
  ['another region', TOULOUSE, 'SIRET', at('75'), 'elsewhere'],
  ['overseas', TOULOUSE, 'SIRET', at('974'), 'elsewhere'],
  ['two communities that are in no region', at('987'), 'TAHITI', at('988'), 'elsewhere'],
  ['a foreign VAT number, wherever the buyer is', null, 'TVA', null, 'abroad'],
  ['outside the Union', TOULOUSE, 'HORS-UE', null, 'abroad'],
  ['an establishment in no department', TOULOUSE, 'SIRET', at('99'), 'abroad'],
  ['a holder that nothing places', TOULOUSE, 'SIRET', null, 'unknown'],
  ['a buyer that nothing places', null, 'SIRET', TOULOUSE, 'unknown'],
  ['a holder without identifier', TOULOUSE, null, null, 'unknown'],
] as const)
  t.test(`${title}: ${expected}`, async (t) => t.equal(proximityOf(buyer, { scheme, place }), expected))

t.test('every band has a title', async (t) =>
  t.strictSame(Object.keys(PROXIMITY_TITLES).sort(), [...PROXIMITIES].sort()),
)
