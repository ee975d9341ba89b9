import t from 'tap'
import { parseFrenchDate } from '../../../src/domain/dates/french-date.ts'

t.test('a day written the French way is read, day first', async (t) => {
  for (const [raw, expected] of [
    ['31/12/2024', '2024-12-31'],
    ['31/12/24', '2024-12-31'],
    ['31-12-2024', '2024-12-31'],
    ['le 12 mars 2024', '2024-03-12'],
    ['05/04/24', '2024-04-05'],
    ['05.04.24', '2024-04-05'],
    ['31/12/24 10:30', '2024-12-31'],
    ['01/01/79', '2079-01-01'],
    ['01/01/90', '1990-01-01'],
    ['31/12/99', '1999-12-31'],
    ['12 mars 2024', '2024-03-12'],
    ['1er janvier 2024', '2024-01-01'],
    ['mardi 12 mars 2024', '2024-03-12'],
    ['Dimanche 10 Mars 2024', '2024-03-10'],
    ['15 août 2023', '2023-08-15'],
    ['15 AOUT 2023', '2023-08-15'],
    ['29 février 2024', '2024-02-29'],
    ['1 déc. 2023', '2023-12-01'],
    ['12-mars-24', '2024-03-12'],
    ['1-janv.-24', '2024-01-01'],
  ] as const)
    t.equal(parseFrenchDate(raw), expected, raw)
})

t.test('what could be read in two ways, or names no day, is not read', async (t) => {
  for (const { title, raw } of [
    { title: 'one digit and a short year: American tools write the month first', raw: '5/4/24' },
    { title: 'a short year with dashes may come first', raw: '24-12-31' },
    { title: 'a short year of neither century', raw: '01/01/80' },
    { title: 'the last of those', raw: '31/12/89' },
    { title: 'month and day swapped', raw: '12/31/24' },
    { title: '30 February', raw: '30 février 2024' },
    { title: 'a month that is none', raw: '12 brumaire 2024' },
    { title: 'English', raw: '12 march 2024' },
    { title: 'no year', raw: '12 mars' },
    { title: 'no day', raw: 'mars 2024' },
    { title: 'words after', raw: '12 mars 2024 au plus tard' },
    { title: 'nothing', raw: '' },
  ])
    t.equal(parseFrenchDate(raw), null, title)
})
