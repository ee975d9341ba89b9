/** Bodies that are taken as they are, by operation, and where they are sent: what is hostile then stands alone in them. */
export const WRITES: Readonly<Record<string, { url: string; body: object }>> = {
  'PUT /v1/buyer-groups/{id}': {
    url: '/v1/buyer-groups/metropoles',
    body: { title: 'Métropoles', buyers: ['000010017'] },
  },
  'PUT /v1/transitions/{cpvPrefix}': { url: '/v1/transitions/45', body: { transitions: ['economic'] } },
  'PUT /v1/contracts/{id}/tags': {
    url: '/v1/contracts/00000000-0000-4000-8000-000000000001/tags',
    body: { tags: ['urgent'] },
  },
  'POST /v1/suppliers/{siren}/decisions': {
    url: '/v1/suppliers/000010025/decisions',
    body: {
      perimeter: 'ess',
      outcome: 'yes',
      reason: 'Statuts',
      evidence: 'Statuts de 2020',
      author: 'A. Gente',
      from: '2024-01-01',
      to: '2025-01-01',
    },
  },
  'DELETE /v1/suppliers/{siren}/decisions/{id}': {
    url: '/v1/suppliers/000010025/decisions/1',
    body: { reason: 'Erreur', author: 'A. Gente' },
  },
  'POST /v1/named-suppliers/{id}/link': {
    url: '/v1/named-suppliers/00000000-0000-4000-8000-000000000001/link',
    body: { siren: '000010025', reason: 'Même adresse', author: 'A. Gente' },
  },
  'POST /v1/named-suppliers/{id}/refuse': {
    url: '/v1/named-suppliers/00000000-0000-4000-8000-000000000001/refuse',
    body: { siren: '000010025', reason: 'Autre adresse', author: 'A. Gente' },
  },
  'POST /v1/named-suppliers/{id}/unlink': {
    url: '/v1/named-suppliers/00000000-0000-4000-8000-000000000001/unlink',
    body: { reason: 'Erreur', author: 'A. Gente' },
  },
  'POST /v1/editions': {
    url: '/v1/editions',
    body: {
      parameters: { kind: 'report', buyer: '000010017', year: 2025, plan: null },
      title: 'Rapport',
      author: 'A. Gente',
      note: 'Conseil',
    },
  },
  'POST /v1/editions/{id}/withdrawal': {
    url: '/v1/editions/1/withdrawal',
    body: { reason: 'Erreur', author: 'A. Gente' },
  },
  'POST /v1/insertion-clauses': {
    url: '/v1/insertion-clauses',
    body: {
      buyer: '00001001700010',
      sourceId: '2024-RES-SIAE',
      lot: '1',
      bases: ['execution-condition'],
      title: 'Toiture',
      beneficiaries: ['siae'],
      facilitator: 'Maison de l’emploi',
      startsOn: '2025-01-01',
      endsOn: '2027-12-31',
      penaltyPerHour: 12.5,
      due: {
        method: 'labour-share',
        effectiveOn: '2025-01-01',
        amount: 1_000_000,
        labourSharePercent: 50,
        insertionRatePercent: 5,
        hourlyCost: 30,
        note: 'Marché',
      },
      by: 'A. Gente',
      reason: 'Saisie',
    },
  },
  'PATCH /v1/insertion-clauses/{id}': {
    url: '/v1/insertion-clauses/1',
    body: {
      bases: ['award-criterion'],
      title: 'Gymnase',
      facilitator: 'Plan local',
      startsOn: '2025-02-01',
      endsOn: '2027-11-30',
      penaltyPerHour: 10,
      waived: { on: '2026-01-01', reason: 'Arrêt' },
      by: 'A. Gente',
      reason: 'Avenant',
    },
  },
  'POST /v1/insertion-clauses/{id}/due-hours': {
    url: '/v1/insertion-clauses/1/due-hours',
    body: {
      method: 'invoiced',
      effectiveOn: '2026-06-01',
      amount: 10_000,
      eurosPerHour: 2_000,
      invoice: 'F-12',
      replaces: null,
      note: 'Facture',
      by: 'A. Gente',
    },
  },
  'POST /v1/insertion-clauses/{id}/hours': {
    url: '/v1/insertion-clauses/1/hours',
    body: {
      person: 'p-017',
      from: '2025-03-01',
      to: '2025-03-31',
      hours: 100,
      people: null,
      employmentContracts: 1,
      publics: ['RSA'],
      employerSiren: '000024695',
      employmentReference: 'CDDI-1',
      by: 'A. Gente',
      reason: 'Relevé',
    },
  },
  'PATCH /v1/insertion-clauses/{id}/hours/{statementId}': {
    url: '/v1/insertion-clauses/1/hours/1',
    body: {
      person: 'p-018',
      from: '2025-03-02',
      hours: 99,
      employmentReference: 'CDDI-2',
      by: 'B',
      reason: 'Faute',
    },
  },
  'POST /v1/insertion-clauses/{id}/notes': {
    url: '/v1/insertion-clauses/1/notes',
    body: { note: 'Difficulté à recruter', on: '2025-05-01', by: 'A. Gente' },
  },
  'POST /v1/planned-purchases': {
    url: '/v1/planned-purchases',
    body: {
      purchases: [
        {
          buyer: '000010017',
          reference: 'P-1',
          title: 'Nettoyage',
          cpv: '90910000',
          family: 'cleaning',
          amount: 50_000,
          plannedOn: '2027-01-15',
        },
      ],
      by: 'A. Gente',
    },
  },
  'POST /v1/mapping-profiles': {
    url: '/v1/mapping-profiles',
    body: {
      name: 'Suivi',
      kind: 'contracts',
      header: ['Numéro', 'Objet', 'Montan HT', 'Titulaire', 'Date'],
      map: [{ column: 'Montan HT', field: 'amount' }],
      buyer: '000010017',
      createdBy: 'A. Gente',
    },
  },
  'POST /v1/plans': {
    url: '/v1/plans',
    body: {
      id: 'essai',
      title: 'Plan d’essai',
      buyers: ['000010017'],
      from: '2024-01-01',
      to: '2026-12-31',
      deliberation: { reference: 'D-12', adoptedOn: '2023-12-12', url: 'https://exemple.fr/d12' },
      phases: [{ id: 'amorce', title: 'Amorce', from: '2024-01-01', to: '2025-12-31' }],
      targets: [
        {
          id: 'part',
          title: 'Part de l’ESS',
          perimeter: 'ess',
          filters: { cpv: ['45'], tag: ['urgent'] },
          measure: 'contracts',
          baseline: { value: 3, year: 2023, source: 'Bilan' },
          values: [{ year: 2025, value: 10 }],
        },
      ],
      hourTargets: [{ id: 'heures', title: 'Heures', values: [{ phase: 'amorce', minimumHours: 1200 }] }],
      insertionThresholds: { graceDays: 30, latePercent: 10 },
    },
  },
}

/** The body with another value in one place, for every place: `title`, `phases.0.from`… */
export function* alterations(
  body: unknown,
  hostile: unknown,
  path = '',
): Generator<{ path: string; body: unknown }> {
  if (path !== '') yield { path, body: hostile }
  if (typeof body !== 'object' || body === null) return
  for (const [key, value] of Object.entries(body))
    for (const altered of alterations(value, hostile, path === '' ? key : `${path}.${key}`))
      yield {
        path: altered.path,
        body: Array.isArray(body)
          ? body.map((item, index) => (String(index) === key ? altered.body : item))
          : { ...body, [key]: altered.body },
      }
}

/** A value that each parameter of an address takes. */
export const PARAMETERS: Readonly<Record<string, string>> = {
  buyer: '000010017',
  perimeter: 'ess',
  year: '2025',
  fromYear: '2024',
  toYear: '2025',
  page: '1',
  siren: '000010025',
  cpvPrefix: '45',
  name: 'rapport.html',
  statementId: '1',
}
