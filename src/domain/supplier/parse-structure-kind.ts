import type { StructureKind } from './facts.ts'
import { INCLUSIVE_KINDS } from './structure-kinds.ts'

/** Names written out, from the most particular: "entreprise de travail temporaire" is part of two of them. */
const NAMES: readonly (readonly [RegExp, StructureKind])[] = [
  [/TRAVAIL TEMPORAIRE D INSERTION/, 'ETTI'],
  [/ADAPTEES? DE TRAVAIL TEMPORAIRE/, 'EATT'],
  [/ENTREPRISES? ADAPTEE/, 'EA'],
  [/AIDE PAR LE TRAVAIL/, 'ESAT'],
  [/INSERTION PAR LE TRAVAIL INDEPENDANT/, 'EITI'],
  [/^ENTREPRISES? D INSERTION$/, 'EI'],
  [/^ASSOCIATIONS? INTERMEDIAIRE/, 'AI'],
  [/CHANTIERS? D INSERTION/, 'ACI'],
  [/GROUPEMENTS? D EMPLOYEURS POUR L INSERTION/, 'GEIQ'],
]

/** The kind of structure a cell names, by its code or written out: "Entreprise Adaptée" → `EA`; `null`: none that is known. */
export function parseStructureKind(raw: string): StructureKind | null {
  const plain = raw
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^A-Z]+/g, ' ')
    .trim()
  const code = INCLUSIVE_KINDS.find((kind) => kind === plain || plain.replaceAll(' ', '') === kind)
  return code ?? NAMES.find(([pattern]) => pattern.test(plain))?.[1] ?? null
}
