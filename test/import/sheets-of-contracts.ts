import { day, type TestCell, type TestSheet } from './workbooks.ts'

export const BUYER = { buyer: '00001001700010' }

export const TITLES = ['N° marché', 'Objet', 'Montant HT', 'Date de notification', 'SIRET titulaire']

/** One contract of these tests: its number, object, amount and day; always the same holder. */
export type TestContract = readonly [id: string | null, object: string, amount: number, on: string]

export const contract = (id: string | null, amount = 50_000): TestContract => [
  id,
  `Objet ${id ?? 'sans numéro'}`,
  amount,
  '2021-03-01',
]

const cells = ([id, object, amount, on]: TestContract): TestCell[] => [
  id,
  object,
  amount,
  day(on),
  '00002420800019',
]

/** A sheet of contracts: titles in this order of columns, below these rows. */
export function sheetOf(
  name: string,
  contracts: readonly TestContract[],
  { above = [], order = [0, 1, 2, 3, 4] }: { above?: TestCell[][]; order?: readonly number[] } = {},
): TestSheet {
  const rows = [TITLES, ...contracts.map(cells)]
  return { name, rows: [...above, ...rows.map((row) => order.map((at) => row[at] ?? null))] }
}

/** The same contracts as a CSV. */
export const csvOf = (contracts: readonly TestContract[]): string =>
  [TITLES, ...contracts.map(([id, ...rest]) => [id ?? '', ...rest, '00002420800019'])]
    .map((row) => row.join(';'))
    .join('\n')
