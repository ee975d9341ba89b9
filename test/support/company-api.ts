import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import type { Timer } from '../../src/platform/timer.ts'

/** A timer whose time passes when it is waited for, with the waits asked of it. */
export function openTimer(): Timer & { waits: number[] } {
  let now = 0
  const waits: number[] = []
  return {
    waits,
    nowMs: () => now,
    wait: async (ms, abort) => {
      abort.throwIfAborted()
      waits.push(ms)
      now += ms
    },
  }
}

/** What the API says of a unit; the rest is filled as the API does. */
export type Unit = { nature_juridique?: string | null; complements?: object | null } & Record<string, unknown>

const envelope = (results: readonly unknown[]) => ({
  results,
  total_results: results.length,
  page: 1,
  per_page: 10,
  total_pages: results.length > 0 ? 1 : 0,
})

/** The answer of the API on a SIREN, `minimal` with its complements; `null`: it does not know it. */
export const answerOn = (siren: string, unit: Unit | null) =>
  envelope(
    unit === null
      ? []
      : [
          {
            siren,
            nom_complet: `ENTREPRISE ${siren}`,
            nom_raison_sociale: `ENTREPRISE ${siren}`,
            sigle: null,
            nombre_etablissements: 1,
            activite_principale: '81.30Z',
            etat_administratif: 'A',
            statut_diffusion: 'O',
            ...unit,
          },
        ],
  )

/** An answer that is not the usual one: a fault of the API, or of what stands before it. */
export type Fault = (response: ServerResponse, siren: string) => void

export const status =
  (code: number, headers: Record<string, string> = {}): Fault =>
  (response) =>
    response.writeHead(code, { 'content-type': 'application/json', ...headers }).end('{"erreur":"non"}')
export const page: Fault = (response) =>
  response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Connexion</body></html>')
export const json =
  (body: unknown): Fault =>
  (response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
/** The connection ends in the middle of the answer. */
export const cut: Fault = (response) => {
  response
    .writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
    .write('{"results"')
  setImmediate(() => response.destroy())
}
/** Never answers. */
export const silence: Fault = () => undefined

export type Api = {
  address: string
  units: Map<string, Unit>
  /** The faults of the next answers, in order; then all is well again. */
  faults: Fault[]
  /** The fault of every answer. */
  always: Fault | null
  /** The addresses asked for, in order. */
  asked: string[]
  /** Called at each question. */
  onAsked: (siren: string) => void
}

/** A server of this machine that answers like the API Recherche d'entreprises, for the units that it is given. */
export async function openCompanyApi(t: Test, units: Record<string, Unit> = {}): Promise<Api> {
  const api: Api = {
    address: '',
    units: new Map(Object.entries(units)),
    faults: [],
    always: null,
    asked: [],
    onAsked: () => undefined,
  }
  const server = createServer((request: IncomingMessage, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://api')
    const siren = searchParams.get('q') ?? ''
    api.asked.push(request.url ?? '')
    api.onAsked(siren)
    const fault = api.faults.shift() ?? api.always
    if (fault) fault(response, siren)
    else if (pathname !== '/search') status(404)(response, siren)
    else json(answerOn(siren, api.units.get(siren) ?? null))(response, siren)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  api.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return api
}
