import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { readBuyerGroups } from '../../src/import/read-buyer-groups.ts'

async function readText(t: Test, text: string) {
  const path = join(t.testdir({}), 'appartenance.csv')
  await writeFile(path, text)
  return readBuyerGroups(path)
}

t.test('a table of memberships gives each body with its members, itself among them', async (t) => {
  const { groups, read, stored, rejected } = await readText(
    t,
    'dept;siren_epci;nom_epci;siren_commune;nom_commune\n31;000010017;CA du Val-Chimère;000010025;Chimère-le-Vieux\n31;000010017;CA du Val-Chimère;000010033;Saint-Rêve\n31;000010041;CC des Songes;000010025;Chimère-le-Vieux\n\n',
  )
  t.strictSame([read, stored, rejected], [3, 3, []])
  t.strictSame(groups, [
    {
      id: 'epci-000010017',
      title: 'CA du Val-Chimère',
      members: [
        { buyer: '000010017', name: 'CA du Val-Chimère' },
        { buyer: '000010025', name: 'Chimère-le-Vieux' },
        { buyer: '000010033', name: 'Saint-Rêve' },
      ],
    },
    {
      id: 'epci-000010041',
      title: 'CC des Songes',
      members: [
        { buyer: '000010041', name: 'CC des Songes' },
        { buyer: '000010025', name: 'Chimère-le-Vieux' },
      ],
    },
  ])
})

t.test('a row whose SIREN is wrong is refused, with its line; the others are kept', async (t) => {
  const { groups, read, stored, rejected } = await readText(
    t,
    'siren_epci,siren_membre\n000010017,000010025\n000010017,000010026\n,000010033\n',
  )
  t.strictSame([read, stored, rejected.map(({ line }) => line)], [3, 1, [3, 4]])
  t.equal(groups[0]?.title, 'Groupement 000010017', 'a body without a name is named by its number')
})

t.test('a file that is no table of memberships says which columns were expected', async (t) => {
  await t.rejects(readText(t, 'siret,nom\n1,2\n'), {
    code: 'format-unknown',
    message: /siren_epci, siren_commune/,
  })
})
