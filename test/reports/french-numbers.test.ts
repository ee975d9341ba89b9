import t from 'tap'
import { agree } from '../../src/reports/french-numbers.ts'

t.test('a unit agrees with how many there are: French counts in the plural from two on', async (t) => {
  for (const [unit, count, expected] of [
    ['clauses en retard', 0, 'clause en retard'],
    ['clauses en retard', 1, 'clause en retard'],
    ['contrats de travail', 1.99, 'contrat de travail'],
    ['contrats de travail', 2, 'contrats de travail'],
    ['heures pour 100 000 €', 1, 'heure pour 100 000 €'],
    ['personnes dont le groupe est connu', 1, 'personne dont le groupe est connu'],
  ] as const)
    t.equal(agree(unit, count), expected)
})
