import t from 'tap'
import { parsePlace } from '../../../src/domain/place/published-place.ts'

t.test('a place is read from a department, a commune, or both', async (t) => {
  for (const [title, cells, expected] of [
    ['a department alone', ['31', null], { department: '31', commune: null }],
    ['both', ['31', '31555'], { department: '31', commune: '31555' }],
    ['the department of a commune', [null, '2A004'], { department: '2A', commune: '2A004' }],
    ['overseas', [null, '97411'], { department: '974', commune: '97411' }],
    ['zeros lost to a spreadsheet', ['1', '1004'], { department: '01', commune: '01004' }],
    ['an arrondissement is of its city', ['75', '75112'], { department: '75', commune: '75056' }],
    ['a commune of elsewhere is left aside', ['09', '31555'], { department: '09', commune: null }],
    ['nothing', [null, null], null],
  ] as const)
    t.strictSame(parsePlace(cells[0], cells[1]), { place: expected, isUnreadable: false }, title)
})

t.test('what is no code is told, and says no place', async (t) => {
  t.strictSame(parsePlace('Haute-Garonne', null), { place: null, isUnreadable: true })
  for (const code of ['979', '20', '96', '97', '98'])
    t.strictSame(parsePlace(code, null), { place: null, isUnreadable: true }, code)
  for (const [code, commune, department] of [
    ['20', '2A004', '2A'],
    ['97', '97411', '974'],
  ] as const)
    t.strictSame(parsePlace(code, commune), { place: { department, commune }, isUnreadable: true }, code)
  for (const code of ['01', '19', '21', '2B', '75', '95', '976', '987', '99'])
    t.equal(parsePlace(code, null).place?.department, code)
  t.strictSame(parsePlace('31', 'Toulouse'), {
    place: { department: '31', commune: null },
    isUnreadable: true,
  })
})
