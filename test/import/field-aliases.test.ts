import t from 'tap'
import { RAW_FIELDS, RAW_LISTS } from '../../src/domain/contract/raw-contract.ts'
import { FIELD_ALIASES, holderPartOf, LIST_ALIASES, normalizeName } from '../../src/import/field-aliases.ts'

t.test('a title is known whatever its case, accents and punctuation', async (t) => {
  for (const [title, expected] of [
    ['Acheteur_Id', 'acheteurid'],
    ['acheteur.id', 'acheteurid'],
    ['DURÉE (mois)', 'dureemois'],
    ['  codeCPV ', 'codecpv'],
    ['titulaire_typeIdentifiant_2', 'titulairetypeidentifiant2'],
    ["Date d'agrément", 'datedagrement'],
    ['', ''],
  ] as const)
    t.equal(normalizeName(title), expected, title)
})

t.test('every field and list of a record has its name of the 2022 schema', async (t) => {
  for (const [field, key] of Object.entries(RAW_FIELDS))
    t.equal(FIELD_ALIASES[normalizeName(key)], field, key)
  for (const [list, key] of Object.entries(RAW_LISTS)) t.equal(LIST_ALIASES[normalizeName(key)], list, key)
})

t.test('names of the other formats lead to the same fields', async (t) => {
  for (const [title, expected] of [
    ['acheteur_id', 'buyerId'],
    ['autoriteConcedante.id', 'buyerId'],
    ['acheteur_nom', 'buyerName'],
    ['valeurGlobale', 'amount'],
    ['dateSignature', 'notifiedOn'],
    ['lieuexecution_code', 'placeCode'],
    ['numero_lot', 'lot'],
    ['uid', undefined],
    ['montantSubventionPublique', undefined],
  ] as const)
    t.equal(FIELD_ALIASES[normalizeName(title)], expected, title)
  for (const [title, expected] of [
    ['considerationsSociales', 'socialConsiderations'],
    ['considerationSociale', 'socialConsiderations'],
    ['modaliteExecution', 'executionModes'],
    ['typePrix', 'priceTypes'],
    ['technique', 'techniques'],
  ] as const)
    t.equal(LIST_ALIASES[normalizeName(title)], expected, title)
})

t.test('a normalized name is normalized: each alias can be met', async (t) => {
  for (const name of [...Object.keys(FIELD_ALIASES), ...Object.keys(LIST_ALIASES)])
    t.equal(normalizeName(name), name)
})

t.test('columns of holders say which holder and which part of it', async (t) => {
  for (const [title, expected] of [
    ['titulaire_id', { part: 'identifier', rank: null }],
    ['titulaire_typeIdentifiant', { part: 'scheme', rank: null }],
    ['titulaire_nom', { part: 'name', rank: null }],
    ['titulaire_denominationSociale', { part: 'name', rank: null }],
    ['titulaire_id_3', { part: 'identifier', rank: 3 }],
    ['titulaire_typeidentifiant_12', { part: 'scheme', rank: 12 }],
    ['titulaires.1.denominationSociale', { part: 'name', rank: 1 }],
    ['titulaires.0.id', { part: 'identifier', rank: 0 }],
    ['concessionnaires_id_1', { part: 'identifier', rank: 1 }],
    ['titulaires', null],
    ['titulaire_commune', null],
    ['idTitulaireModification', null],
    ['acheteur_id', null],
  ] as const)
    t.strictSame(holderPartOf(normalizeName(title)), expected, title)
})
