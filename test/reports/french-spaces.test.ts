import t from 'tap'
import { withFrenchSpaces } from '../../src/reports/french-spaces.ts'

t.test('a line never begins with a sign that closes, nor ends with one that opens', async (t) => {
  for (const [page, expected] of [
    ['<p>12,5 % de « X » : 3 € ; oui ?</p>', '<p>12,5~% de «~X~»~: 3~€~; oui~?</p>'],
    ['<td>-0,3 pt</td>', '<td>-0,3~pt</td>'],
    ['<td>3 points</td>', '<td>3 points</td>'],
    ['<a title="a : b" href="x">a : b</a>', '<a title="a : b" href="x">a~: b</a>'],
    [
      '<style>a :focus { width: calc(100% - 3rem) }</style>',
      '<style>a :focus { width: calc(100% - 3rem) }</style>',
    ],
  ] as const)
    t.equal(withFrenchSpaces(page), expected.replaceAll('~', '\u00a0'))
})
