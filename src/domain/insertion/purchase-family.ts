/** Families of purchases where insertion clauses are usual, by the beginning of their CPV code. */
export const PURCHASE_FAMILIES = {
  works: { title: 'Travaux', cpv: ['45'] },
  cleaning: { title: 'Nettoyage', cpv: ['9091', '9092'] },
  'green-spaces': { title: 'Espaces verts', cpv: ['773'] },
  waste: { title: 'Déchets', cpv: ['905'] },
  catering: { title: 'Restauration', cpv: ['553', '555'] },
  roads: { title: 'Propreté et voirie', cpv: ['906'] },
  laundry: { title: 'Blanchisserie', cpv: ['983'] },
} as const satisfies Record<string, { title: string; cpv: readonly string[] }>
export type PurchaseFamily = keyof typeof PURCHASE_FAMILIES
export const PURCHASE_FAMILY_IDS = Object.keys(PURCHASE_FAMILIES) as readonly PurchaseFamily[]

/** The family of a CPV code; `null`: none where clauses are usual, or no code. */
export function familyOf(cpv: string | null): PurchaseFamily | null {
  if (cpv === null) return null
  return (
    PURCHASE_FAMILY_IDS.find((family) =>
      PURCHASE_FAMILIES[family].cpv.some((start) => cpv.startsWith(start)),
    ) ?? null
  )
}
