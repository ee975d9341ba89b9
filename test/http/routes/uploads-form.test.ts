import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { openApp, problemIn } from '../open-app.ts'
import { countImports, read } from './send-file.ts'

type Part = { name: string; value: string | Buffer; fileName?: string | undefined }

/** The body of a form, as a browser writes it. */
async function encode(parts: readonly Part[]): Promise<{ payload: Buffer; type: string }> {
  const form = new FormData()
  for (const { name, value, fileName } of parts)
    if (fileName === undefined) form.append(name, String(value))
    else form.append(name, new Blob([value]), fileName)
  const response = new Response(form)
  return {
    payload: Buffer.from(await response.arrayBuffer()),
    type: response.headers.get('content-type') ?? '',
  }
}

async function sendForm(app: FastifyInstance, parts: readonly Part[], query = '', key?: string) {
  const { payload, type } = await encode(parts)
  const headers = { 'content-type': type, ...(key !== undefined && { 'idempotency-key': key }) }
  return app.inject({ method: 'POST', url: `/v1/imports?${query}`, payload, headers })
}

const filePart = async (name: string, fileName = name): Promise<Part> => ({
  name: 'file',
  value: await read(name),
  fileName,
})
const field = (name: string, value: string): Part => ({ name, value })

t.test('the file of a form is imported under its own name', async (t) => {
  const { app } = await openApp(t)
  const response = await sendForm(app, [await filePart('marches-communes.csv', 'marchés de l’été.csv')])
  t.equal(response.statusCode, 201)
  t.match(response.json(), { file: 'marchés de l’été.csv', rejected: 0 })
  const named = await sendForm(app, [await filePart('marches-communes.csv')], 'fileName=autre.csv')
  t.equal(named.json().file, 'autre.csv', 'fileName comes first')
})

t.test('parameters come from the form, before or after the file, or from the address', async (t) => {
  const { app } = await openApp(t)
  const file = await filePart('siae.csv')
  for (const { title, parts, query = '' } of [
    { title: 'before', parts: [field('kind', 'siae'), field('listedOn', '2026-10-31'), file] },
    { title: 'after', parts: [file, field('kind', 'siae'), field('listedOn', '2026-10-31')] },
    { title: 'half and half', parts: [file, field('listedOn', '2026-10-31')], query: 'kind=siae' },
    { title: 'the address completes', parts: [field('kind', 'siae'), file], query: 'listedOn=2026-10-31' },
    {
      title: 'both, agreeing',
      parts: [field('kind', 'siae'), file],
      query: 'kind=siae&listedOn=2026-10-31',
    },
    {
      title: 'fields left blank',
      parts: [field('kind', 'siae'), field('fileName', ''), field('force', ' '), file],
      query: 'listedOn=2026-10-31',
    },
  ]) {
    const response = await sendForm(app, [...parts, field('dryRun', 'true')], query)
    t.match(
      response.json(),
      { source: 'siae', listedOn: '2026-10-31', importId: null, file: 'siae.csv' },
      title,
    )
  }
})

t.test('contradictions and bad fields are refused, all at once', async (t) => {
  const { app } = await openApp(t)
  const file = await filePart('siae.csv')
  const refuse = async (parts: Part[], query = '') =>
    problemIn(t, await sendForm(app, [file, ...parts], query), 400, 'parameters-invalid').errors
  t.match(await refuse([field('kind', 'esus'), field('force', 'false')], 'kind=siae&force=true'), [
    { parameter: 'kind', value: 'esus', expected: 'la même valeur que dans l’adresse (« siae »), ou rien' },
    { parameter: 'force' },
  ])
  t.match(await refuse([field('kind', 'esus'), field('kind', 'siae')]), [
    { parameter: 'kind', value: ['esus', 'siae'], expected: /^une seule valeur/ },
  ])
  const errors = await refuse([field('listedOn', 'hier'), field('color', 'red'), field('partial', 'on')])
  t.strictSame(errors?.map(({ parameter }) => parameter).sort(), ['color', 'listedOn', 'partial'])
  t.match(await refuse([field('listedOn', '2026-10-31')]), [
    { parameter: 'listedOn', expected: /rien sans kind/ },
  ])
  t.equal(await countImports(app), 0)
})

t.test('a form that is not one file is refused with what to send', async (t) => {
  const { app } = await openApp(t)
  const file = await filePart('marches-communes.csv')
  const blank = { name: 'file', value: '', fileName: '' }
  for (const { title, parts, says } of [
    { title: 'several files', parts: [file, file, file], says: /contient 3 fichiers ; un seul/ },
    { title: 'no file', parts: [field('kind', 'plan')], says: /Aucun fichier dans le formulaire/ },
    { title: 'a file not chosen', parts: [blank], says: /Aucun fichier dans le formulaire/ },
    {
      title: 'a field too long',
      parts: [file, field('fileName', 'x'.repeat(2_000))],
      says: /Champ trop long .* : fileName/,
    },
    {
      title: 'too many parts',
      parts: [file, ...Array.from({ length: 60 }, (_, n) => field(`f${n}`, 'x'))],
      says: /plus de 50 parties/,
    },
  ])
    t.match(problemIn(t, await sendForm(app, parts), 400, 'form-invalid').detail, says, title)
  t.equal((await sendForm(app, [blank, file])).statusCode, 201, 'an input left empty beside the file')
})

t.test('a form that is malformed is refused with what is expected', async (t) => {
  const { app } = await openApp(t)
  const part = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\nid;objet\r\n'
  for (const { title, payload, type = 'multipart/form-data; boundary=x' } of [
    { title: 'no boundary in the header', payload: `${part}--x--\r\n`, type: 'multipart/form-data' },
    { title: 'another boundary', payload: `${part}--x--\r\n`, type: 'multipart/form-data; boundary=y' },
    { title: 'cut in the file', payload: part.slice(0, -8) },
    { title: 'cut in the headers', payload: part.slice(0, 30) },
    { title: 'no form at all', payload: 'id;objet\n1;Travaux\n' },
    { title: 'empty', payload: '' },
  ]) {
    const headers = { 'content-type': type }
    const response = await app.inject({ method: 'POST', url: '/v1/imports', payload, headers })
    t.match(problemIn(t, response, 400, 'form-invalid').detail, 'multipart/form-data', title)
  }
  t.equal(await countImports(app), 0)
})

t.test('the limit is that of the file', async (t) => {
  const { app } = await openApp(t, { uploadLimitBytes: 20_000 })
  const value = Buffer.alloc(20_000, ' ')
  const fits = await sendForm(app, [{ name: 'file', value, fileName: 'a.csv' }])
  problemIn(t, fits, 400, 'file-empty')
  const tooLarge = await sendForm(app, [
    { name: 'file', value: Buffer.concat([value, value]), fileName: 'a.csv' },
  ])
  const { detail } = problemIn(t, tooLarge, 413, 'body-too-large')
  t.match(detail, '20000 octets')
})

t.test('a key serves the file, in a form or not', async (t) => {
  const { app } = await openApp(t)
  const parts = [await filePart('marches-communes.csv')]
  const first = await sendForm(app, parts, '', 'k1')
  const second = await sendForm(app, parts, '', 'k1')
  t.equal(second.headers['idempotency-replayed'], 'true')
  t.equal(second.body, first.body)
  const raw = await app.inject({
    method: 'POST',
    url: '/v1/imports?fileName=marches-communes.csv',
    payload: await read('marches-communes.csv'),
    headers: { 'content-type': 'text/csv', 'idempotency-key': 'k1' },
  })
  t.equal(raw.headers['idempotency-replayed'], 'true')
  t.equal(await countImports(app), 1)
})
