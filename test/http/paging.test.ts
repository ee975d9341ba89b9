import t from 'tap'
import type { ContractSummary } from '../../src/reports/contract-report.ts'
import { importDemo } from '../support/demo.ts'
import { openApp } from './open-app.ts'

const { app, db } = await openApp(t)
await importDemo(db)

type ContractPage = {
  data: ContractSummary[]
  links: { self: string; first: string; prev: string | null; next: string | null; last: string }
  meta: { page: number; pageSize: number; total: number }
}

async function readPage(url: string): Promise<ContractPage> {
  const response = await app.inject(url)
  if (response.statusCode !== 200) throw new Error(`${url}: ${response.body}`)
  return response.json()
}

t.test('links keep the other parameters and lead from page to page', async (t) => {
  const path = '/v1/contracts?buyer=000010017&buyer=000010025&pageSize=7'
  const { links, meta } = await readPage(`${path}&page=2`)
  const lastPage = Math.ceil(meta.total / 7)
  const pageOf = (link: string | null) => new URL(link ?? '', 'http://host').searchParams
  t.strictSame(
    [links.self, links.first, links.prev, links.next, links.last].map((link) =>
      Number(pageOf(link).get('page')),
    ),
    [2, 1, 1, 3, lastPage],
  )
  t.strictSame(pageOf(links.next).getAll('buyer'), ['000010017', '000010025'])
  t.equal(pageOf(links.next).get('pageSize'), '7')
  const last = await readPage(links.last)
  t.equal(last.links.next, null)
  t.equal(last.data.length, meta.total - 7 * (lastPage - 1))
})

t.test('a page beyond the last is empty and leads back to the last', async (t) => {
  const { data, links, meta } = await readPage('/v1/contracts?page=5000')
  t.strictSame(data, [])
  t.equal(links.prev, links.last)
  t.equal(links.next, null)
  t.ok(meta.total > 0)
})

t.test('an empty list has one page', async (t) => {
  const { data, links, meta } = await readPage('/v1/contracts?supplier=999999999')
  t.strictSame(data, [])
  t.equal(meta.total, 0)
  t.match(links, { prev: null, next: null })
  t.equal(links.first, links.last)
})
