import t from 'tap'
import {
  findLatestList,
  listFactsOfSiren,
  listLatestLists,
  listMaskedSirens,
} from '../../src/database/facts.ts'
import { refreshListEntries } from '../../src/database/list-entries.ts'
import { openTestDatabase } from '../support/database.ts'
import { fact, importList, type ListOptions, listFacts } from './staged-facts.ts'

const says = (value: string) => ({ statement: { said: value } })
const dated = (validFrom: string | null, validTo: string | null) => ({ validFrom, validTo })

type List = readonly [day: string, facts: Parameters<typeof importList>[2], options?: ListOptions]
type Case = { title: string; lists: readonly List[]; facts: readonly string[] }

const CASES: readonly Case[] = [
  {
    title: 'a statement is kept with the day it was first and last seen',
    lists: [
      ['2025-01-01', [fact(1)]],
      ['2025-02-01', [fact(1)]],
    ],
    facts: ['{} .. seen 2025-01-01..2025-02-01'],
  },
  {
    title: 'a changed statement holds from the day of the list, the earlier one until the day before',
    lists: [
      ['2025-01-01', [fact(1, says('A'))]],
      ['2025-02-01', [fact(1, says('B'))]],
    ],
    facts: [
      '{"said": "A"} ..2025-01-31 seen 2025-01-01..2025-01-01 closed 2025-02-01',
      '{"said": "B"} 2025-02-01.. seen 2025-02-01..2025-02-01',
    ],
  },
  {
    title: 'a unit that a complete list drops is closed the day before',
    lists: [
      ['2025-01-01', [fact(1)]],
      ['2025-02-01', [fact(2)]],
    ],
    facts: ['{} ..2025-01-31 seen 2025-01-01..2025-01-01 closed 2025-02-01'],
  },
  {
    title: 'a partial list drops nothing',
    lists: [
      ['2025-01-01', [fact(1)]],
      ['2025-02-01', [fact(2)], { isComplete: false }],
    ],
    facts: ['{} .. seen 2025-01-01..2025-01-01'],
  },
  {
    title: 'a list of another format drops nothing of this one',
    lists: [
      ['2025-01-01', [fact(1)]],
      ['2025-02-01', [fact(2)], { format: 'autre' }],
    ],
    facts: ['{} .. seen 2025-01-01..2025-01-01'],
  },
  {
    title: 'two formats of a source may each say something of a unit',
    lists: [
      ['2025-01-01', [fact(1)]],
      ['2025-02-01', [fact(1)], { format: 'autre' }],
    ],
    facts: ['{} .. seen 2025-01-01..2025-01-01', '{} .. seen 2025-02-01..2025-02-01'],
  },
  {
    title: 'corrected the same day: the earlier statement never held',
    lists: [
      ['2025-01-01', [fact(1, says('A'))]],
      ['2025-01-01', [fact(1, says('B'))]],
    ],
    facts: [
      '{"said": "A"} 2025-01-01..2024-12-31 seen 2025-01-01..2025-01-01 closed 2025-01-01',
      '{"said": "B"} .. seen 2025-01-01..2025-01-01',
    ],
  },
  {
    title: 'dropped the same day: the statement never held',
    lists: [
      ['2025-01-01', [fact(1)]],
      ['2025-01-01', [fact(2)]],
    ],
    facts: ['{} 2025-01-01..2024-12-31 seen 2025-01-01..2025-01-01 closed 2025-01-01'],
  },
  {
    title: 'changed, then corrected the same day: the first statement still holds until the change',
    lists: [
      ['2025-01-01', [fact(1, says('A'))]],
      ['2025-02-01', [fact(1, says('B'))]],
      ['2025-02-01', [fact(1, says('C'))]],
    ],
    facts: [
      '{"said": "A"} ..2025-01-31 seen 2025-01-01..2025-01-01 closed 2025-02-01',
      '{"said": "B"} 2025-02-01..2025-01-31 seen 2025-02-01..2025-02-01 closed 2025-02-01',
      '{"said": "C"} 2025-02-01.. seen 2025-02-01..2025-02-01',
    ],
  },
  {
    title: 'a dated statement keeps its dates',
    lists: [['2025-01-01', [fact(1, dated('2022-01-01', '2026-12-31'))]]],
    facts: ['{} 2022-01-01..2026-12-31 seen 2025-01-01..2025-01-01'],
  },
  {
    title: 'the same dates again change nothing',
    lists: [
      ['2025-01-01', [fact(1, dated('2022-01-01', '2026-12-31'))]],
      ['2025-02-01', [fact(1, dated('2022-01-01', '2026-12-31'))]],
    ],
    facts: ['{} 2022-01-01..2026-12-31 seen 2025-01-01..2025-02-01'],
  },
  {
    title: 'a dated statement dropped after its end keeps its end',
    lists: [
      ['2025-01-01', [fact(1, dated('2020-01-01', '2024-12-31'))]],
      ['2025-02-01', [fact(2)]],
    ],
    facts: ['{} 2020-01-01..2024-12-31 seen 2025-01-01..2025-01-01 closed 2025-02-01'],
  },
  {
    title: 'a dated statement dropped before its end stops the day before',
    lists: [
      ['2025-01-01', [fact(1, dated('2022-01-01', '2026-12-31'))]],
      ['2025-02-01', [fact(2)]],
    ],
    facts: ['{} 2022-01-01..2025-01-31 seen 2025-01-01..2025-01-01 closed 2025-02-01'],
  },
  {
    title: 'two rows of a unit that say the same are one fact; the first of two that differ is retained',
    lists: [['2025-01-01', [fact(1, says('A')), fact(1, says('A')), fact(1, says('B'))]]],
    facts: ['{"said": "A"} .. seen 2025-01-01..2025-01-01'],
  },
  {
    title: 'a unit dropped, then listed again, has a new fact beside the closed one',
    lists: [
      ['2025-01-01', [fact(1)]],
      ['2025-02-01', [fact(2)]],
      ['2025-03-01', [fact(1), fact(2)]],
    ],
    facts: [
      '{} ..2025-01-31 seen 2025-01-01..2025-01-01 closed 2025-02-01',
      '{} .. seen 2025-03-01..2025-03-01',
    ],
  },
]

t.test('what a list says is kept, dated and never deleted', async (t) => {
  const { db } = await openTestDatabase(t)
  for (const [n, { title, lists, facts }] of CASES.entries()) {
    const format = `case-${n}-`
    for (const [listedOn, rows, options] of lists)
      await importList(db, listedOn, rows, { ...options, format: `${format}${options?.format ?? ''}` })
    t.strictSame(await listFacts(db, 1, format), facts, title)
  }
})

t.test('each row of a list is counted once', async (t) => {
  const { db } = await openTestDatabase(t)
  const rows = [fact(1, says('A')), fact(2), fact(3), fact(3), fact(1, says('B'))]
  t.match(await importList(db, '2025-01-01', rows), {
    stored: 3,
    updated: 0,
    unchanged: 1,
    repeated: [{ line: 6, value: 'unit-1' }],
    closed: 0,
    lost: { open: 0, lost: 0 },
  })
  t.match(await importList(db, '2025-02-01', [fact(1, says('B')), fact(2), fact(4)]), {
    stored: 1,
    updated: 1,
    unchanged: 1,
    repeated: [],
    closed: 1,
    lost: { open: 3, lost: 1 },
  })
})

t.test('a name follows the latest list; a list without names keeps the one known', async (t) => {
  const { db } = await openTestDatabase(t)
  const named = async () =>
    (await listFactsOfSiren(db, '000000001')).map(({ name, is_name_masked }) => [name, is_name_masked])
  await importList(db, '2025-01-01', [fact(1, { name: 'Ancien' })])
  await importList(db, '2025-02-01', [fact(1, { name: 'Nouveau' })])
  t.strictSame(await named(), [['Nouveau', false]])
  await importList(db, '2025-03-01', [fact(1, { isNameMasked: true })])
  t.strictSame(await named(), [['Nouveau', true]])
  t.strictSame(await listMaskedSirens(db, ['000000001', '000000002']), new Set(['000000001']))
  t.strictSame(await listMaskedSirens(db, []), new Set())
})

t.test(
  'the latest complete list and the latest extract of each format are known, with their facts',
  async (t) => {
    const { db } = await openTestDatabase(t)
    t.equal(await findLatestList(db, 'esus', 'liste'), undefined)
    await importList(db, '2025-01-01', [fact(1), fact(2)])
    await importList(db, '2025-02-01', [fact(1)], { isComplete: false })
    await importList(db, '2024-06-01', [fact(3)], { source: 'esus', covers: 'esus' })
    await refreshListEntries(db, 'all')
    t.match(await findLatestList(db, 'ess-france', 'liste'), { listed_on: '2025-02-01', is_complete: false })
    t.match(await listLatestLists(db), [
      { source: 'ess-france', listed_on: '2025-01-01', is_complete: true, fact_count: 2 },
      {
        source: 'ess-france',
        listed_on: '2025-02-01',
        is_complete: false,
        fact_count: 2,
        file_name: 'test.json',
      },
      { source: 'esus', listed_on: '2024-06-01', is_complete: true, covers: 'esus', fact_count: 1 },
    ])
  },
)
