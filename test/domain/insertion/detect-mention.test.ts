import { readFile } from 'node:fs/promises'
import t from 'tap'
import { detectMention, type MentionKind } from '../../../src/domain/insertion/detect-mention.ts'
import { fixture } from '../../support/database.ts'

type Labelled = { object: string; label: MentionKind | null }
const LABELLED: Labelled[] = JSON.parse(await readFile(fixture('insertion-mentions.json'), 'utf8'))

t.test('on 226 labelled objects of real contracts: 4 proposed, 4 right, none missed', async (t) => {
  const proposed = LABELLED.filter(({ object }) => detectMention(object) !== null)
  const right = proposed.filter(({ object, label }) => detectMention(object)?.kind === label)
  const announced = LABELLED.filter(({ label }) => label !== null)
  t.strictSame(
    {
      labelled: LABELLED.length,
      proposed: proposed.length,
      right: right.length,
      announced: announced.length,
    },
    { labelled: 226, proposed: 4, right: 4, announced: 4 },
  )
})

for (const object of [
  'TRAVAUX D’INSERTION D’UN AMÉNAGEMENT CYCLABLE',
  'Insertion de fibres optiques dans les fourreaux',
  'Maintenance du logiciel FESAT',
  'Étude d’insertion paysagère et urbaine',
  'Transport scolaire réservé aux élèves handicapés',
  'Clause assurancielle',
  'Réserve naturelle régionale',
])
  t.test(`« ${object} » announces nothing`, async (t) => t.equal(detectMention(object), null))

for (const [object, kind] of [
  ['Entretien des espaces verts - lot réservé aux ESAT', 'reserved-contract'],
  ['Nettoyage, marché réservé (article L2113-12)', 'reserved-contract'],
  ['Collecte réservée à des entreprises adaptées', 'reserved-contract'],
  ['Travaux de voirie avec clause sociale d’insertion', 'insertion-clause'],
  ['Voirie : 1 200 heures d’insertion', 'insertion-clause'],
  ['Chantier d’insertion, entretien des berges', 'insertion-service'],
  ['Insertion professionnelle des bénéficiaires du RSA', 'insertion-service'],
] as const)
  t.test(`« ${object} » is proposed`, async (t) => t.equal(detectMention(object)?.kind, kind))
