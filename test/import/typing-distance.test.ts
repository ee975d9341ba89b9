import fc from 'fast-check'
import t from 'tap'
import { typingDistance } from '../../src/import/typing-distance.ts'

t.test('one typing error is one, a swap of neighbours included', async (t) => {
  for (const { title, a, b, expected } of [
    { title: 'the same', a: 'montant', b: 'montant', expected: 0 },
    { title: 'a letter left out', a: 'montan', b: 'montant', expected: 1 },
    { title: 'a letter added', a: 'montannt', b: 'montant', expected: 1 },
    { title: 'a letter changed', a: 'mantant', b: 'montant', expected: 1 },
    { title: 'two neighbours swapped', a: 'motnant', b: 'montant', expected: 1 },
    { title: 'two errors', a: 'mnotan', b: 'montant', expected: 2 },
    { title: 'another word', a: 'objet', b: 'siret', expected: 3 },
    { title: 'nothing', a: '', b: 'lot', expected: 3 },
  ])
    t.equal(typingDistance(a, b), expected, title)
})

t.test('the distance is the same both ways, and never more than the longer word', async () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), (a, b) => {
      const distance = typingDistance(a, b)
      return (
        distance === typingDistance(b, a) &&
        distance <= Math.max(a.length, b.length) &&
        distance >= Math.abs(a.length - b.length) &&
        (distance === 0) === (a === b)
      )
    }),
  )
})
