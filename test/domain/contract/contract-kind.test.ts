import t from 'tap'
import { kindOfContract } from '../../../src/domain/contract/contract-kind.ts'

const PLAIN = { isConcession: false, nature: null, techniques: null, sourceId: '2024-01', frameworkId: null }

t.test('the kind of a record', async (t) => {
  for (const { title, facts, expected } of [
    { title: 'a record that says nothing is a contract', facts: {}, expected: 'contract' },
    { title: '2019: "Marché"', facts: { nature: 'Marché' }, expected: 'contract' },
    {
      title: '2019: "Marché de partenariat"',
      facts: { nature: 'Marché de partenariat' },
      expected: 'contract',
    },
    { title: '2019: "Accord-cadre"', facts: { nature: 'Accord-cadre' }, expected: 'framework' },
    { title: '2019: "ACCORD-CADRE"', facts: { nature: 'ACCORD-CADRE' }, expected: 'framework' },
    { title: '2019: "Accords cadres"', facts: { nature: 'Accords cadres' }, expected: 'framework' },
    {
      title: '2019: "Marché subséquent" names no framework',
      facts: { nature: 'Marché subséquent' },
      expected: 'call-off',
    },
    { title: '2019: "MARCHE SUBSEQUENT"', facts: { nature: 'MARCHE SUBSEQUENT' }, expected: 'call-off' },
    {
      title: '2022: the technique makes a framework',
      facts: { nature: 'Marché', techniques: ['Accord-cadre'] },
      expected: 'framework',
    },
    {
      title: '2022: one technique among others is enough',
      facts: { techniques: ['Catalogue électronique', 'Accord-cadre'] },
      expected: 'framework',
    },
    {
      title: '2022: other techniques make no framework',
      facts: { techniques: ['Enchère électronique', 'Sans objet'] },
      expected: 'contract',
    },
    { title: '2022: no technique', facts: { techniques: [] }, expected: 'contract' },
    {
      title: '2022: naming a framework makes a call-off',
      facts: { nature: 'Marché', frameworkId: 'AC-1' },
      expected: 'call-off',
    },
    {
      title: '2022: a call-off repeats the technique of its framework',
      facts: { techniques: ['Accord-cadre'], frameworkId: 'AC-1' },
      expected: 'call-off',
    },
    {
      title: '2022: a framework that names itself',
      facts: { techniques: ['Accord-cadre'], frameworkId: '2024-01' },
      expected: 'framework',
    },
    {
      title: 'a contract that names itself is no call-off',
      facts: { frameworkId: '2024-01' },
      expected: 'contract',
    },
    {
      title: 'a call-off that names itself is one by nature',
      facts: { nature: 'Marché subséquent', frameworkId: '2024-01' },
      expected: 'call-off',
    },
    {
      title: 'a framework that names another one is a framework by nature',
      facts: { nature: 'Accord-cadre', frameworkId: 'AC-1' },
      expected: 'framework',
    },
    {
      title: 'a record without id that names a framework',
      facts: { sourceId: null, frameworkId: 'AC-1' },
      expected: 'call-off',
    },
    {
      title: 'a concession stands apart whatever it says',
      facts: {
        isConcession: true,
        nature: 'Accord-cadre',
        techniques: ['Accord-cadre'],
        frameworkId: 'AC-1',
      },
      expected: 'concession',
    },
    {
      title: 'words inside a nature decide nothing',
      facts: { nature: 'Hors accord-cadre' },
      expected: 'contract',
    },
  ])
    t.equal(kindOfContract({ ...PLAIN, ...facts }), expected, title)
})
