import t from 'tap'
import { parseSupplierQuery } from '../../../src/domain/supplier/supplier-query.ts'

t.test('what a person types is a SIREN, another identifier or a name', async (t) => {
  for (const [typed, expected] of [
    ['552100554', { siren: '552100554' }],
    [' 552 100 554 ', { siren: '552100554' }],
    ['55210055400013', { siren: '552100554' }],
    ['552 100 554 00013', { siren: '552100554' }],
    ['FR40552100554', { siren: '552100554' }],
    ['fr 40 552100554', { siren: '552100554' }],
    ['DE811111111', { identifier: 'DE811111111' }],
    ['5521005540001', { identifier: '5521005540001' }],
    ['FR4055210055400013', { identifier: 'FR4055210055400013' }],
    ['crèche des petits songes', { name: 'crèche des petits songes' }],
    ['ESAT 31', { name: 'ESAT 31' }],
    ['SAS 1234', { identifier: 'SAS1234' }],
  ] as const)
    t.strictSame(parseSupplierQuery(typed), expected, typed)
})
