import t from 'tap'
import { BUYER, contract, sheetOf } from '../../import/sheets-of-contracts.ts'
import { workbook } from '../../import/workbooks.ts'
import { openApp, problemIn } from '../open-app.ts'
import { read, send } from './send-file.ts'

t.test('a file of contracts is created once, and unchanged the second time', async (t) => {
  const { app } = await openApp(t)
  const file = await read('marches-2019-2021.json')
  const first = await send(app, 'fileName=marches.json', file, 'application/json')
  t.equal(first.statusCode, 201)
  const ledger = first.json()
  t.match(ledger, { file: 'marches.json', format: 'decp-json-2019', rejected: 0 })
  t.ok(ledger.stored > 100)
  t.equal(first.headers.location, `/v1/imports/${ledger.importId}`)
  t.equal((await app.inject(`/v1/imports/${ledger.importId}`)).json().stored, ledger.stored)

  const second = await send(app, '', file)
  t.equal(second.statusCode, 200)
  t.match(second.json(), { stored: 0, updated: 0, unchanged: ledger.read, file: 'fichier sans nom' })
  t.equal(second.headers.location, undefined)
})

t.test('the content says the format, whatever the type and the name say', async (t) => {
  const { app } = await openApp(t)
  const file = await read('marches-communes.csv')
  for (const type of [
    'application/json',
    'text/csv; charset=windows-1252',
    'application/x-www-form-urlencoded',
  ]) {
    const response = await send(app, 'fileName=marches.json', file, type)
    t.match(response.statusCode, /^20[01]$/, type)
    t.match(response.json().format, /csv/)
  }
})

t.test('a workbook is read as it is sent, and the ledger names its sheets', async (t) => {
  const { app } = await openApp(t)
  const rows = [
    ['id', 'acheteur_id', 'objet', 'montant', 'titulaire_id'],
    ['2024-1', '00001001700010', 'Toiture', 41_000, '00002420800019'],
  ]
  const sheets = [
    { name: 'Marchés', rows },
    { name: 'Notes', rows: [['à revoir']] },
  ]
  for (const [format, statusCode, type] of [
    ['xlsx', 201, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['ods', 200, 'application/zip'],
  ] as const) {
    const response = await send(app, 'fileName=marches', workbook(format, sheets), type)
    t.equal(response.statusCode, statusCode, format)
    t.match(response.json(), {
      format: `decp-info-${format}`,
      read: 1,
      sheets: [
        { name: 'Marchés', rows: 1, isRead: true },
        { name: 'Notes', rows: 0, isRead: false, isLeftOut: false, reason: null },
      ],
    })
  }
  const refused = await send(app, '', workbook('xlsx', [{ name: 'Notes', rows: [['à revoir']] }]))
  t.equal(refused.statusCode, 415)
  t.match(refused.json(), { code: 'format-unknown', detail: /feuille « Notes » : « à revoir »/ })
})

t.test('the sheets of a workbook may be named, and every problem tells its own', async (t) => {
  const { app } = await openApp(t)
  const content = workbook('xlsx', [
    sheetOf('2020', [contract('20-1')]),
    sheetOf('2021', [contract('21-1'), ['21-2', 'Pont', 0, '2021-01-01']]),
    sheetOf('Marchés, 2022', [contract('22-1')]),
  ])
  const query = `buyer=${BUYER.buyer}`
  const whole = await send(app, `${query}&dryRun=true`, content)
  t.match(whole.json(), { read: 4, sheets: [{ rows: 1 }, { rows: 2 }, { rows: 1 }] })
  const two = `${query}&sheet=2021&sheet=${encodeURIComponent('Marchés, 2022')}`
  const { importId, problems, sheets } = (await send(app, two, content)).json()
  t.match(sheets, [{ name: '2020', isRead: false, reason: 'non demandée' }, { rows: 2 }, { rows: 1 }])
  t.match(problems, [{ code: 'amount-below-minimum', example: { sheet: '2021', line: 3 } }])
  const report = (await app.inject(`/v1/imports/${importId}`)).json()
  t.strictSame(report.sheets, [
    { name: '2021', rows: 2 },
    { name: 'Marchés, 2022', rows: 1 },
  ])
  t.strictSame(report.problems, problems)
  const csv = await app.inject(`/v1/imports/${importId}/problems.csv`)
  t.match(csv.body, '\r\nfichier sans nom;2021;3;signalé;amount-below-minimum;')
  const unknown = problemIn(t, await send(app, `${query}&sheet=2030`, content), 400, 'sheet-unknown')
  t.match(unknown, {
    detail: /« 2030 »\. Ses feuilles : « 2020 », « 2021 », « Marchés, 2022 »/,
    details: { unknown: ['2030'], sheets: ['2020', '2021', 'Marchés, 2022'] },
  })
  const table = await send(app, `${query}&sheet=2021`, 'a;b\n')
  t.match(problemIn(t, table, 400, 'sheet-unknown').detail, /Envoyez-le sans le paramètre sheet/)
  for (const wrong of ['sheet=', 'sheet=2021&kind=esus', `sheet=${'x'.repeat(201)}`])
    t.match(problemIn(t, await send(app, wrong, content), 400, 'parameters-invalid').errors, [
      { parameter: /^sheet/ },
    ])
})

t.test('the folders and control characters of a file name are left out', async (t) => {
  const { app } = await openApp(t)
  const file = await read('plan.json')
  for (const { given, kept } of [
    { given: '../../etc/plan.json', kept: 'plan.json' },
    { given: 'C:\\exports\\plan été.json', kept: 'plan été.json' },
    { given: 'a\u0001b\nc.json', kept: 'abc.json' },
    { given: 'dossier/', kept: 'fichier sans nom' },
  ]) {
    const response = await send(app, `kind=plan&fileName=${encodeURIComponent(given)}`, file)
    t.equal(response.json().file, kept)
  }
})

t.test('each kind of file is imported as what it is said to be', async (t) => {
  const { app } = await openApp(t)
  for (const [kind, file, expected] of [
    ['sirene', 'sirene-stock-unite-legale.csv', { source: 'sirene', isComplete: false }],
    ['ess-france', 'ess-france.csv', { source: 'ess-france', isComplete: true, closed: 0 }],
    ['esus', 'esus.csv', { source: 'esus', isComplete: true }],
    ['siae', 'siae.csv', { source: 'siae', listedOn: '2026-10-31' }],
  ] as const) {
    const response = await send(app, `kind=${kind}&listedOn=2026-10-31`, await read(file))
    t.equal(response.statusCode, 201, kind)
    t.match(response.json(), expected)
  }
  const plan = await send(app, 'kind=plan', await read('plan.json'))
  t.match(plan.json(), { planId: 'spaser-val-chimere-2023-2026', stored: 1 })
})

t.test('a list that loses much of the last is refused, unless it is said partial or forced', async (t) => {
  const { app } = await openApp(t)
  const file = String(await read('ess-france.csv'))
  await send(app, 'kind=ess-france&listedOn=2026-10-31', file)
  const extract = file.split('\n').slice(0, 5).join('\n')
  const refused = await send(app, 'kind=ess-france&listedOn=2026-11-01', extract)
  const { detail, details } = problemIn(t, refused, 409, 'list-loses-too-much')
  t.match(detail, 'partial=true')
  t.match(detail, 'force=true')
  t.notMatch(detail, '--', 'no option of the command line')
  t.match(details, { open: Number, lost: Number })
  const partial = await send(app, 'kind=ess-france&listedOn=2026-11-01&partial=true', extract)
  t.match(partial.json(), { isComplete: false, closed: 0 })
  const forced = await send(app, 'kind=ess-france&listedOn=2026-11-01&force=true', extract)
  t.equal(forced.statusCode, 201, 'entries that end are a change')
  t.match(forced.json(), { isComplete: true, closed: details?.lost, stored: 0, updated: 0 })
  problemIn(t, await send(app, 'kind=ess-france&listedOn=2026-01-01', file), 409, 'list-older')
  const summary = (await app.inject(`/v1/imports/${forced.json().importId}`)).json()
  t.match(summary, { closed: details?.lost, notKept: 0 }, 'what a list closed is remembered')
})

t.test('how much a list may lose, whether it is whole, and what is kept of SIRENE can be said', async (t) => {
  const { app } = await openApp(t)
  const file = String(await read('ess-france.csv'))
  await send(app, 'kind=ess-france&listedOn=2026-10-31', file)
  const extract = file.split('\n').slice(0, 5).join('\n')
  const strict = await send(app, 'kind=ess-france&listedOn=2026-11-01&maxLoss=50', extract)
  t.match(problemIn(t, strict, 409, 'list-loses-too-much').details, { largestPercent: 50 })
  const lax = await send(app, 'kind=ess-france&listedOn=2026-11-01&maxLoss=100&dryRun=true', extract)
  t.match(lax.json(), { importId: null, isComplete: true })
  const whole = await send(app, 'kind=cress&partial=false', 'SIREN;Nom\n000024208;X\n')
  t.match(whole.json(), { source: 'cress', isComplete: true, listedOnFrom: 'today' })
  const sirene = await read('sirene-stock-unite-legale.csv')
  const cut = await send(app, 'kind=sirene&keep=useful', sirene)
  t.match(cut.json(), { keep: 'useful', isComplete: false })
  const { read: rows, stored, notKept } = cut.json()
  t.ok(notKept > 0)
  t.equal(rows, stored + notKept)
  for (const [query, parameter] of [
    ['kind=ess-france&keep=useful', 'keep'],
    ['kind=ess-france&maxLoss=101', 'maxLoss'],
    ['kind=contracts&maxLoss=10', 'maxLoss'],
    ['kind=sirene&keep=some', 'keep'],
  ] as const) {
    const { errors } = problemIn(t, await send(app, query, sirene), 400, 'parameters-invalid')
    t.match(errors, [{ parameter }], query)
  }
})

t.test('a trial answers the whole ledger and writes nothing', async (t) => {
  const { app } = await openApp(t)
  const response = await send(app, 'dryRun=true', await read('marches-2019-2021.json'))
  t.equal(response.statusCode, 200)
  t.match(response.json(), { importId: null, read: 129, rejected: 0 })
  t.ok(response.json().stored > 100)
  t.equal(response.headers.location, undefined)
  t.match((await app.inject('/v1/imports')).json(), { data: [], meta: { total: 0 } })
  t.match((await app.inject('/v1/contracts')).json(), { data: [], meta: { total: 0 } })
})
