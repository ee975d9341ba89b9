import t from 'tap'
import { findDateIn } from '../../../src/domain/dates/find-date.ts'

t.test('a title or a file name names its day in many ways', async (t) => {
  for (const [text, expected] of [
    ['StockUniteLegale_2026-11-01.csv', '2026-11-01'],
    ['etalab-cs1100502-stock-20260512-0338.csv', '2026-05-12'],
    ['ESUS_31-12-2025.xlsx', '2025-12-31'],
    ['liste_2025_12_31.csv', '2025-12-31'],
    ['Liste au 31/12/2025 | | ', '2025-12-31'],
    ['Annuaire mis à jour le 1er mars 2026', '2026-03-01'],
    ['finess | etalab | 111 | 2026-05-12', '2026-05-12'],
    ['du 01/01/2020 au 31/12/2025', '2025-12-31'],
    ['du 01/01/2026 au 31/12/2027', '2026-01-01'],
    ['le 23/11/2026, jour même', '2026-11-23'],
    ['le 24/11/2026, demain', null],
    ['le 31/12/1999', null],
    ['le 30/02/2026', null],
    ['liste-esus.xlsx', null],
    ['siret 20260512345678', null],
    ['liste 2026', null],
    ['', null],
  ] as const)
    t.equal(findDateIn(text, '2026-11-23'), expected, text)
})
