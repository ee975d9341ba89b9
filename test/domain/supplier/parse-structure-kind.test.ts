import t from 'tap'
import { parseStructureKind } from '../../../src/domain/supplier/parse-structure-kind.ts'
import { INCLUSIVE_KINDS } from '../../../src/domain/supplier/structure-kinds.ts'

t.test('a kind is known by its code, whatever the case and dots', async (t) => {
  for (const kind of INCLUSIVE_KINDS) {
    t.equal(parseStructureKind(kind), kind)
    t.equal(parseStructureKind(` ${kind.toLowerCase()} `), kind)
    t.equal(parseStructureKind(kind.split('').join('.')), kind, 'dots')
  }
})

t.test('a kind written out is known, the longer name first', async (t) => {
  for (const [text, expected] of [
    ['Entreprise Adaptée', 'EA'],
    ['entreprises adaptées', 'EA'],
    ['Entreprise adaptée de travail temporaire', 'EATT'],
    ["Établissement et Service d'Aide par le Travail (E.S.A.T.)", 'ESAT'],
    ["Entreprise d'insertion", 'EI'],
    ['Entreprise de travail temporaire d’insertion', 'ETTI'],
    ['Entreprise d’insertion par le travail indépendant', 'EITI'],
    ['Association intermédiaire', 'AI'],
    ["Ateliers et chantiers d'insertion", 'ACI'],
    ["Groupement d'employeurs pour l'insertion et la qualification", 'GEIQ'],
    ['OPCS', null],
    ['Entreprise', null],
    ['SCOP', null],
    ['', null],
  ] as const)
    t.equal(parseStructureKind(text), expected, text)
})
