import type { RawContract } from '../../../src/domain/contract/raw-contract.ts'
import type { Problem } from '../../../src/domain/problem/problem.ts'

/** The day of the import in these tests. */
export const TODAY = '2026-11-15'
/** Invented town and supplier; La Poste is real, and the only one with its rule. */
export const TOWN = '00001004100010'
export const TOWN_SIREN = '000010041'
export const SUPPLIER = '01234567400019'
export const SUPPLIER_SIREN = '012345674'
export const LA_POSTE = '35600000049837'

export const rawOrganisation = (identifier: unknown, name: unknown = null, scheme: unknown = 'SIRET') => ({
  identifier,
  name,
  scheme,
})

type Changes = Partial<Omit<RawContract, 'fields'>> & { fields?: RawContract['fields'] }

/** A raw record that gives no problem at all, but for the `changes`. */
export function rawContractOf({ fields, ...changes }: Changes = {}): RawContract {
  return {
    isConcession: false,
    fields: {
      sourceId: '2024-01',
      buyerId: TOWN,
      object: 'Nettoyage des locaux',
      amount: 50_000,
      durationMonths: 12,
      notifiedOn: '2024-01-10',
      publishedOn: '2024-02-01',
      ...fields,
    },
    lists: {},
    holders: [rawOrganisation(SUPPLIER)],
    amendments: [],
    subcontracts: [],
    version: 0,
    isVersionDated: false,
    isSuperseded: false,
    columnNames: {},
    ...changes,
  }
}

export const codesOf = (problems: readonly Problem[]) => problems.map(({ code }) => code)
