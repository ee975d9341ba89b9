import type { StructureKind } from './facts.ts'

/** Structures of integration through economic activity. L5132-4 names EI, AI, ACI, ETTI; EITI are counted with them. */
export const SIAE_KINDS = ['EI', 'AI', 'ACI', 'ETTI', 'EITI'] as const satisfies readonly StructureKind[]

/** Structures employing disabled workers: EA and EATT (L5213-13 code du travail), ESAT. */
export const HANDICAP_KINDS = ['EA', 'EATT', 'ESAT'] as const satisfies readonly StructureKind[]

/** Every structure employing disadvantaged or vulnerable people. GEIQ and SEP do, without being SIAE under L5132-4. */
export const INCLUSIVE_KINDS = [
  ...SIAE_KINDS,
  ...HANDICAP_KINDS,
  'GEIQ',
  'SEP',
] as const satisfies readonly StructureKind[]

const ESTABLISHMENT_KINDS: readonly StructureKind[] = ['ACI', 'ESAT', 'SEP']

/**
 * Whether the status stays with one establishment (ACI, ESAT, SEP): one workshop does not make a national association
 * a SIAE. The others are agreed for the whole company.
 */
export function belongsToOneEstablishment(kind: StructureKind): boolean {
  return ESTABLISHMENT_KINDS.includes(kind)
}
