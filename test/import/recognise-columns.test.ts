import fc from 'fast-check'
import t from 'tap'
import { planColumns } from '../../src/import/column-plan.ts'
import { needsConfirmation } from '../../src/import/column-reading.ts'
import { CONTRACT_COLUMNS, nameOfTarget, parseTarget } from '../../src/import/contract-columns.ts'
import { type ReadingHints, recogniseColumns } from '../../src/import/recognise-columns.ts'

/** What each column is taken for: `sure amount`, `guessed amount`, or `-` when it is ignored. */
const read = (header: readonly string[], hints?: ReadingHints) =>
  recogniseColumns(header, hints).map(({ target, how }) => (target ? `${how} ${nameOfTarget(target)}` : '-'))

t.test('titles that French buyers write are known for what they are', async (t) => {
  for (const [field, titles] of [
    [
      'sourceId',
      [
        'Id du marché',
        'N° de marché',
        'Num. marché',
        'Référence',
        'Réf. du marché',
        'Numéro du contrat',
        'MARCHE_ID',
        'Nmarche',
      ],
    ],
    ['lot', ['N° lot', 'Lot', 'NUMERO_LOT', 'Numéro de lot']],
    [
      'buyerId',
      [
        'SIRET acheteur',
        'Siret de l’acheteur',
        'SIRET du pouvoir adjudicateur',
        'N° SIRET acheteur',
        'acheteur_id',
      ],
    ],
    [
      'buyerName',
      ['Acheteur', 'Pouvoir adjudicateur', 'Nom de l’acheteur', 'Collectivité', 'Entité adjudicatrice'],
    ],
    [
      'object',
      ['Objet', 'Intitulé', 'Libellé du marché', 'Désignation', 'OBJET DU MARCHÉ', 'Objet du contrat'],
    ],
    ['nature', ['Nature', 'Type de marché', 'Nature du marché', 'Type de contrat']],
    ['procedure', ['Procédure', 'Type de procédure', 'Procédure de passation']],
    ['cpv', ['CPV', 'Code CPV', 'CPV principal']],
    [
      'notifiedOn',
      ['Date de notification', 'Notifié le', 'Dt notif.', 'DATE_NOTIFICATION', 'Date de signature'],
    ],
    ['durationMonths', ['Durée (mois)', 'Durée en mois', 'Durée du marché (en mois)']],
    [
      'amount',
      [
        'Montant',
        'Montant HT',
        'Montant (€ HT)',
        'Mt initial H.T.',
        'MontantEURHT',
        'Montant initial (Ht)',
        'Montant du marché en euros HT',
      ],
    ],
    [
      'amendmentAmount',
      ['Montant modifié (HT)', 'Montant modifie', 'Montant après avenant', 'Nouveau montant'],
    ],
    ['estimatedAmount', ['Montant maximum', 'Montant estimé HT', 'Montant prévisionnel', 'Montant max. HT']],
    [
      'holderName',
      [
        'Titulaire',
        'Attributaire',
        'Fournisseur',
        'Entreprise',
        'Nom de l’entreprise',
        'Raison sociale du titulaire',
        'Titulaire/Mandataire',
        'Entreprise mandataire',
      ],
    ],
    [
      'holderId',
      [
        'SIRET titulaire',
        'Siret_Titulaire',
        'N° SIRET du titulaire',
        'Code SIRET titulaire',
        'SIRETTitulaire',
        'Titulaire - SIRET',
      ],
    ],
    ['holderVat', ['N° TVA', 'TVA intracommunautaire', 'N° de TVA intracommunautaire']],
    ['leadName', ['Mandataire', 'Nom du mandataire']],
    ['coHolderName', ['Cotraitant', 'Co-traitant', 'Nom du cotraitant']],
    ['holderRole', ['Rôle', 'Rôle du titulaire']],
    ['socialClause', ['Clause sociale', 'Clause d’insertion', 'Clauses sociales']],
    ['environmentalClause', ['Clause environnementale']],
    ['socialConsiderations', ['Considérations sociales', 'considerationsSociales']],
    ['holderName.2', ['Titulaire 2', 'Titulaire n° 2', 'Titulaire_2', 'titulaire2']],
    ['holderId.2', ['SIRET titulaire 2', 'SIRET du titulaire n° 2', 'titulaire_id_2']],
    ['coHolderId.1', ['SIRET cotraitant 1']],
  ] as const)
    for (const title of titles) t.strictSame(read([title]), [`known ${field}`], title)
})

t.test('titles that look like a field and are none are ignored, with the reason', async (t) => {
  for (const [title, reason] of [
    ['Montant TTC', /taxes comprises/],
    ['Montant initial (T.T.C.)', /taxes comprises/],
    ['Montant toutes taxes comprises', /taxes comprises/],
    ['Montant de la TVA', /taxes comprises/],
    ['Montant (k€)', /milliers/],
    ['Montant en milliers d’euros', /milliers/],
    ['Durée (jours)', /mois/],
    ['Année', /jour/],
    ['Montant minimum', /minimum/],
    ['Montant minimun HT', null],
    ['Montant de l’avenant', /différence ou un nouveau total/],
    ['Montant mandaté', /dépense/],
    ['Date de fin', /fin du marché/],
    ['Observations', null],
    ['', /sans titre/],
  ] as const) {
    const [reading] = recogniseColumns([title])
    t.match(reading, { target: null, how: 'ignored', reason }, title)
  }
})

t.test('titles met in published tables are neither missed nor taken for another field', async (t) => {
  for (const [title, expected] of [
    ['Attributaire(s)', 'known holderName'],
    ['Titulaire du marché', 'known holderName'],
    ['Nom et adresse du titulaire', 'guessed holderName'],
    ['Attributaire (nom et code postal)', 'guessed holderName'],
    ['Co-traitant(s)', 'known coHolderName'],
    ['N° SIRET / SIREN', 'guessed holderId'],
    ['NÂ° marchÃ©', 'known sourceId'],
    ['Intitulé de la consultation', 'known object'],
    ['Lot(s)', 'known lot'],
    ['Montant maximum HT sur la durée totale', 'known estimatedAmount'],
    ['Montant total avec avenants', 'known amendmentAmount'],
    ['Durée max (mois)', 'known durationMonths'],
    ['Clause d’insertion (oui/non)', 'known socialClause'],
    ['Clause sociale (O/N)', 'known socialClause'],
    ['Nombre de plis', 'known offersReceived'],
    ['Début du marché', 'guessed notifiedOn'],
    ['Modifications', '-'],
    ['Avenants', '-'],
    ['Fin du marché', '-'],
    ['Montant TF', '-'],
    ['Accord-cadre', '-'],
    ['Sous-traitants', '-'],
    ['CP titulaire', '-'],
    ['Tranche de montant', '-'],
  ] as const)
    t.strictSame(read([title]), [expected], title)
})

t.test('a misspelt title is guessed, never known', async (t) => {
  for (const [title, expected] of [
    ['Montan HT', 'guessed amount'],
    ['Objt du marché', 'guessed object'],
    ['Date notificaton', 'guessed notifiedOn'],
    ['SIRET titulare', 'guessed holderId'],
    ['Tituliare', 'guessed holderName'],
    ['Montant 2023', '-'],
    ['Lo', '-'],
    ['Sirex', '-'],
  ] as const)
    t.strictSame(read([title]), [expected], title)
  t.match(recogniseColumns(['Montan'])[0]?.reason, /« montant » mal orthographié/)
})

t.test('columns are told apart by the others', async (t) => {
  for (const { title, header, hints, expected } of [
    {
      title: 'a doubtful title serves when no other holds the field',
      header: ['Date', 'Objet'],
      expected: ['guessed notifiedOn', 'known object'],
    },
    {
      title: 'and is ignored when one does',
      header: ['Date', 'Date de notification'],
      expected: ['-', 'known notifiedOn'],
    },
    {
      title: 'a misspelt title gives way to the right one',
      header: ['Montan', 'Montant HT'],
      expected: ['-', 'known amount'],
    },
    {
      title: 'a lone SIRET is the holder’s, when the buyer is known',
      header: ['Fournisseur', 'N° SIRET', 'SIRET acheteur'],
      expected: ['known holderName', 'known holderId', 'known buyerId'],
    },
    {
      title: 'or given',
      header: ['Fournisseur', 'Code SIRET'],
      hints: { hasBuyer: true },
      expected: ['known holderName', 'known holderId'],
    },
    {
      title: 'and only a guess otherwise',
      header: ['Fournisseur', 'SIRET'],
      expected: ['known holderName', 'guessed holderId'],
    },
    {
      title: 'it is the buyer’s, as a guess, when the holder has one',
      header: ['SIRET', 'SIRET titulaire'],
      expected: ['guessed buyerId', 'known holderId'],
    },
    {
      title: 'two of them follow the name before each, as guesses',
      header: ['Acheteur', 'SIRET', 'Titulaire', 'SIRET'],
      expected: ['known buyerName', 'guessed buyerId', 'known holderName', 'guessed holderId'],
    },
    {
      title: 'two of them before any name say nothing',
      header: ['SIRET', 'SIRET', 'Titulaire'],
      expected: ['-', '-', 'known holderName'],
    },
    {
      title: 'every amount has its place',
      header: ['Montant prévisionnel', 'Montant TTC', 'Montant modifié', 'Montant initial'],
      expected: ['known estimatedAmount', '-', 'known amendmentAmount', 'known amount'],
    },
    {
      title: 'the name of a published format wins over a buyer’s own',
      header: ['Titulaire', 'titulaire_nom'],
      expected: ['-', 'known holderName'],
    },
  ])
    t.strictSame(read(header, hints), expected, title)
})

t.test('only guesses that figures depend on are to confirm', async (t) => {
  const readings = recogniseColumns(['Durée', 'Date', 'Montant HT'])
  t.strictSame(readings.map(needsConfirmation), [false, true, false])
  t.strictSame(read(['Durée', 'Date']), ['guessed durationMonths', 'guessed notifiedOn'])
})

t.test(
  'an amount is read before an estimate, a notification before a signature, wherever they stand',
  async (t) => {
    const plan = planColumns([
      'Montant estimé',
      'Date de signature',
      'Montant total',
      'Montant initial',
      'Date de notification',
    ])
    t.strictSame(
      plan.fields.filter(([field]) => field === 'amount').map(([, index]) => index),
      [3, 2, 0],
    )
    t.strictSame(
      plan.fields.filter(([field]) => field === 'notifiedOn').map(([, index]) => index),
      [4, 1],
    )
  },
)

t.test('every field has a name that leads back to it', async (t) => {
  for (const field of Object.keys(CONTRACT_COLUMNS)) t.strictSame(parseTarget(field), { field, rank: null })
  t.strictSame(parseTarget('holderName.2'), { field: 'holderName', rank: 2 })
  for (const name of ['amount.2', 'toString', 'holderName.x', '']) t.equal(parseTarget(name), null, name)
})

const TITLES = [
  'N° de marché',
  'Lot',
  'Objet du marché',
  'Intitulé',
  'SIRET acheteur',
  'Acheteur',
  'Date',
  'Date de notification',
  'Date de signature',
  'Montant HT',
  'Montant initial',
  'Montant modifié',
  'Montant TTC',
  'Montant maximum',
  'Montan',
  'Titulaire',
  'SIRET titulaire',
  'Mandataire',
  'Cotraitant 1',
  'SIRET',
  'Rôle',
  'Durée',
  'Année',
  'Clause sociale',
  'Fournisseur',
  'Référence',
  'acheteur_id',
  'objet',
  'Observations',
  'Objt du marché',
  'titulaire_nom',
]
const withoutAccents = (text: string) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '')
/** Ways of writing a title that say the same. */
const DISGUISES: readonly ((title: string) => string)[] = [
  (title) => title,
  (title) => title.toUpperCase(),
  (title) => title.toLowerCase(),
  withoutAccents,
  (title) => `  ${title} `,
  (title) => title.replaceAll(' ', '_'),
  (title) => title.normalize('NFD'),
]

t.test(
  'what a column is taken for depends neither on the order of columns, nor on case, accents or spaces',
  async () => {
    const disguise = fc.constantFrom(...DISGUISES)
    const header = fc
      .subarray(TITLES, { minLength: 1 })
      .chain((titles) =>
        fc.tuple(
          fc.constant(titles),
          fc.shuffledSubarray(titles, { minLength: titles.length }),
          fc.array(disguise, { minLength: titles.length, maxLength: titles.length }),
        ),
      )
    fc.assert(
      fc.property(header, ([titles, shuffled, disguises]) => {
        const before = new Map(titles.map((title, index) => [title, read(titles)[index]]))
        const after = read(shuffled.map((title, index) => disguises[index]?.(title) ?? title))
        return shuffled.every((title, index) => after[index] === before.get(title))
      }),
      { numRuns: 200 },
    )
  },
)

t.test('any text is a header that can be read', async () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { maxLength: 12 }), (header) => {
      const plan = planColumns(header)
      return plan.columns.length === header.length
    }),
  )
})

t.test('a title that JavaScript knows and nobody else is no field', async (t) => {
  t.strictSame(read(['constructor', '__proto__', 'Objet']), ['-', '-', 'known object'])
})

t.test('"établissement" is the holder in DECP augmenté, and says nothing elsewhere', async (t) => {
  const own = ['montantOriginal', 'denominationSocialeEtablissement', 'siretEtablissement', 'montant']
  t.strictSame(read(own), ['known amount', 'known holderName', 'known holderId', '-'])
  t.strictSame(read(own.toReversed()), ['-', 'known holderId', 'known holderName', 'known amount'])
  t.not(read(['Objet', 'siretEtablissement', 'montant'])[1], 'known holderId')
})

t.test('the number that a portal gives to each row is not that of the contract', async (t) => {
  for (const title of ['_id', '__id', '_ID'])
    t.strictSame(read([title, 'id', 'objet']), ['-', 'known sourceId', 'known object'], title)
  t.match(recogniseColumns(['_id'])[0]?.reason, /portail/)
})
