import fc from 'fast-check'

/** A contract as a test sees it, before a format writes it. Few values, so that identities meet. */
export type Sketch = {
  id: string | null
  lot: string | null
  object: string
  nature: string
  framework: string | null
  euros: number
  notifiedOn: string
  publishedOn: string | null
  holders: readonly string[]
  amendments: readonly { euros: number; amendedOn: string }[]
}

const [ONE, OTHER] = ['00002420800019', '00002000800017']

/** SIRET of buyers that exist nowhere, all valid: an establishment of the n-th one. */
export function buyerOf(n: number, establishment = 1): string {
  const digits = `9990${String(n).padStart(4, '0')}`
  return withCheckDigit(`${withCheckDigit(digits)}${String(establishment).padStart(4, '0')}`)
}

/** Digits with the check digit that makes them pass Luhn. */
function withCheckDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const weighted = Number(digit) * (i % 2 === 0 ? 2 : 1)
    return total + (weighted > 9 ? weighted - 9 : weighted)
  }, 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}

const oneOf = <const T>(...values: T[]) => fc.constantFrom(...values)

/** Contracts of one buyer: a handful of ids, lots, corrections, repeats, frameworks and amendments. */
export const sketch: fc.Arbitrary<Sketch> = fc.record({
  id: oneOf('M1', 'M2', 'AC1', null),
  lot: oneOf(null, null, null, '1'),
  object: oneOf('Toiture', 'Peinture'),
  nature: oneOf('Marché', 'Accord-cadre', 'Marché subséquent'),
  framework: oneOf(null, 'AC1', 'M1'),
  euros: oneOf(41_000, 52_500.5, 1),
  notifiedOn: oneOf('2024-02-01', '2025-02-01'),
  publishedOn: oneOf('2025-03-01', '2025-03-15', null),
  holders: oneOf([ONE], [ONE], [ONE, OTHER], [OTHER], []),
  amendments: fc.uniqueArray(
    fc.record({ euros: oneOf(60_000, 70_000), amendedOn: oneOf('2025-05-01', '2025-06-01') }),
    { maxLength: 2, selector: ({ amendedOn }) => amendedOn },
  ),
})

/** The contracts of a buyer, for a file. */
export type Located = Sketch & { buyer: string }

/**
 * A file about `buyers` buyers in which a table says as much as JSON: contracts of one id and one content have the same
 * holders, since rows that differ by the holder are one contract. Some contracts with an id are repeated.
 */
export const unambiguousFile = (buyers: number): fc.Arbitrary<Located[]> =>
  fc
    .array(fc.array(fc.tuple(sketch, fc.boolean()), { maxLength: 4 }), {
      minLength: buyers,
      maxLength: buyers,
    })
    .map((files) =>
      files.flatMap((contracts, n) =>
        contracts.flatMap(([contract, isRepeated], rank): Located[] => {
          const located = { ...contract, euros: contract.euros + rank, buyer: buyerOf(n) }
          return isRepeated && contract.id !== null ? [located, located] : [located]
        }),
      ),
    )

export function toJson(contracts: readonly Located[]): string {
  const marches = contracts.map((c) => ({
    id: c.id,
    lot: c.lot,
    acheteur: { id: c.buyer },
    nature: c.nature,
    idAccordCadre: c.framework,
    objet: c.object,
    montant: c.euros,
    dateNotification: c.notifiedOn,
    datePublicationDonnees: c.publishedOn,
    titulaires: c.holders.map((id) => ({ titulaire: { id, typeIdentifiant: 'SIRET' } })),
    modifications: c.amendments.map(({ euros, amendedOn }) => ({
      modification: { montant: euros, dateNotificationModification: amendedOn },
    })),
  }))
  return JSON.stringify({ marches })
}

const COLUMNS =
  'id,lot,acheteur_id,nature,idAccordCadre,objet,montant,dateNotification,datePublicationDonnees,titulaire_id,titulaire_typeIdentifiant,montantModification,dateNotificationModification'

/** The rows of one contract: one for each holder and each amendment, as the consolidated files write them. */
function rowsOf(c: Located): string[] {
  const start = [
    c.id,
    c.lot,
    c.buyer,
    c.nature,
    c.framework,
    c.object,
    c.euros,
    c.notifiedOn,
    c.publishedOn,
  ].map((cell) => cell ?? '')
  const holders = c.holders.length > 0 ? c.holders.map((id) => `${id},SIRET`) : [',']
  const amendments = c.amendments.length > 0 ? c.amendments.map((a) => `${a.euros},${a.amendedOn}`) : [',']
  return holders.flatMap((holder) =>
    amendments.map((amendment) => `${start.join(',')},${holder},${amendment}`),
  )
}

export const toCsv = (contracts: readonly Located[]): string =>
  [COLUMNS, ...contracts.flatMap(rowsOf), ''].join('\n')

const VERSION_COLUMNS =
  'uid,id,acheteur_id,acheteur_nom,titulaire_id,nature,objet,montant,dateNotification,modification_id,titulaire_departement_code,titulaire_commune_code,acheteur_departement_code'

/**
 * The contracts with an id as decp.info writes them: one row for each holder of each version; an extract holds the
 * last version only. `department`: where it says the second holder is; the first is in Toulouse, and a buyer in the department of its id.
 */
export function toVersionedCsv(
  contracts: readonly Located[],
  {
    buyerName = '',
    isExtract = false,
    department = '',
  }: { buyerName?: string; isExtract?: boolean; department?: string },
): string {
  const rows = contracts.flatMap(({ id, buyer, nature, object, euros, notifiedOn, holders, amendments }) => {
    if (id === null) return []
    const versions = [
      { euros, on: notifiedOn, rank: 0 },
      ...amendments.map((a, index) => ({ euros: a.euros, on: a.amendedOn, rank: index + 1 })),
    ].slice(isExtract ? -1 : 0)
    return versions.flatMap(({ euros, on, rank }) =>
      (holders.length > 0 ? holders : ['']).map((holder) =>
        [
          ...[`${buyer}${id}`, id, buyer, buyerName, holder, nature, object, euros, on, rank],
          ...(holder === ONE ? ['31', '31555'] : [department, '']),
          buyer.slice(6, 8),
        ].join(','),
      ),
    )
  })
  return [VERSION_COLUMNS, ...rows, ''].join('\n')
}
