import { readFileSync } from 'node:fs'
import t from 'tap'
import { findPlan } from '../../src/database/plans.ts'
import { importPlan } from '../../src/import/import-plan.ts'
import { FIXED_CLOCK, fixture, openTestDatabase } from '../support/database.ts'
import { readEverything } from './database-state.ts'
import { openFile } from './temporary-file.ts'

const DEMO = fixture('demo/plan.json')
const PLAN = JSON.parse(readFileSync(DEMO, 'utf8'))

t.test('a plan is stored, the same again is unchanged, another of its id replaces it', async (t) => {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'plan.json')
  const [first, ...others] = PLAN.targets
  const renamed = {
    ...PLAN,
    title: 'Autre titre',
    targets: [{ ...first, values: [{ year: 2026, minimumPercent: 0.07 }] }, ...others.slice(1)],
  }
  const counts = { read: 1, stored: 0, updated: 0, unchanged: 0, rejected: 0 }
  for (const { title, content, expected } of [
    { title: 'new', content: PLAN, expected: { stored: 1 } },
    { title: 'the same', content: PLAN, expected: { unchanged: 1 } },
    {
      title: 'the same after a byte order mark',
      content: `\uFEFF${JSON.stringify(PLAN)}`,
      expected: { unchanged: 1 },
    },
    { title: 'changed', content: renamed, expected: { updated: 1 } },
    { title: 'the change again', content: renamed, expected: { unchanged: 1 } },
    { title: 'another id', content: { ...PLAN, id: 'autre' }, expected: { stored: 1 } },
  ]) {
    const path = await write(typeof content === 'string' ? content : JSON.stringify(content))
    t.match(await importPlan(db, FIXED_CLOCK, path), { ...counts, ...expected }, title)
  }
  t.match(await findPlan(db, PLAN.id), {
    title: 'Autre titre',
    targets: [
      { id: first.id, values: [{ year: 2026, amount: 7 }] },
      ...others.slice(1).map(({ id }: { id: string }) => ({ id })),
    ],
  })
  t.equal((await findPlan(db, PLAN.id))?.targets.length, PLAN.targets.length - 1, 'targets it lost are gone')
})

t.test('a plan that cannot be used is refused with every reason, and nothing changes', async (t) => {
  const { db } = await openTestDatabase(t)
  await importPlan(db, FIXED_CLOCK, DEMO)
  const before = await readEverything(db)
  const write = await openFile(t, 'plan.json')
  for (const { title, content, code, says } of [
    {
      title: 'not JSON',
      content: '{"id":',
      code: 'plan-invalid',
      says: /« plan.json » n'est pas du JSON bien formé.*docs\/plan-file\.md/,
    },
    {
      title: 'several errors',
      content: JSON.stringify({ ...PLAN, from: 'x', buyers: ['1'] }),
      code: 'plan-invalid',
      says: /2 erreurs ; rien n'a été importé[\s\S]*- buyers\.0 : [\s\S]*- from : /,
    },
    { title: 'empty', content: '', code: 'file-empty', says: /vide/ },
    {
      title: 'too large',
      content: ' '.repeat(5 * 1024 * 1024 + 1),
      code: 'plan-invalid',
      says: /dépasse 5 Mo/,
    },
  ]) {
    await t.rejects(importPlan(db, FIXED_CLOCK, await write(content)), { code, message: says }, title)
    t.strictSame(await readEverything(db), before, title)
  }
})
