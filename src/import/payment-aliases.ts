import type { RawPaymentField } from '../domain/payment/raw-payment.ts'
import type { TaxBasis } from '../domain/payment/tax-basis.ts'
import { normalizeName } from './field-aliases.ts'

/** A title without what only explains it: "Entité acheteuse (optionnelle)" → `entiteacheteuse`, "Montant HT en euros" → `montantht`. */
export function normalizePaymentTitle(title: string): string {
  return normalizeName(title.replace(/\bEUR\b/i, ''))
    .replace(/(optionnel(le)?|facultati(f|ve)|obligatoire)$/, '')
    .replace(/(en)?euros?$/, '')
}

/** Titles of each field, normalized; where a file has several, the first of this list that is filled counts. */
const PAYMENT_TITLES: Readonly<Record<Exclude<RawPaymentField, 'amount'>, readonly string[]>> = {
  buyerId: [
    'siretacheteur',
    'siretdelacheteur',
    'acheteursiret',
    'acheteurid',
    'idacheteur',
    'siretentiteacheteuse',
    'siretcollectivite',
    'siretordonnateur',
    'siretbudget',
    'sirenacheteur',
    'sirencollectivite',
  ],
  buyerName: ['acheteur', 'nomacheteur', 'nomdelacheteur', 'collectivite', 'nomcollectivite', 'ordonnateur'],
  entity: [
    'entiteacheteuse',
    'entite',
    'service',
    'servicegestionnaire',
    'serviceacheteur',
    'direction',
    'budget',
    'libellebudget',
  ],
  supplierId: [
    'siret',
    'siretfournisseur',
    'siretdufournisseur',
    'fournisseursiret',
    'sirettiers',
    'siretdutiers',
    'siretbeneficiaire',
    'siretcreancier',
    'siretprestataire',
    'nsiret',
    'nosiret',
    'numsiret',
    'numerosiret',
    'numerodesiret',
    'codesiret',
    'siretsiren',
    'sirensiret',
    'siren',
    'sirenfournisseur',
    'sirendufournisseur',
    'sirentiers',
    'sirenbeneficiaire',
    'nsiren',
    'numerosiren',
    'tvaintracommunautaire',
    'ntvaintracommunautaire',
    'numerotvaintracommunautaire',
  ],
  supplierName: [
    'raisonsocialedufournisseur',
    'raisonsocialefournisseur',
    'raisonsocialedutiers',
    'raisonsociale',
    'fournisseur',
    'nomfournisseur',
    'nomdufournisseur',
    'libellefournisseur',
    'fournisseurlibelle',
    'fournisseurnom',
    'fournisseurraisonsociale',
    'tiers',
    'nomtiers',
    'nomdutiers',
    'libelletiers',
    'tierslibelle',
    'tiersnom',
    'beneficiaire',
    'nombeneficiaire',
    'nomdubeneficiaire',
    'creancier',
    'nomcreancier',
    'nomducreancier',
    'prestataire',
    'nomprestataire',
    'denominationsociale',
    'denomination',
  ],
  paidOn: [
    'datepaiement',
    'datedepaiement',
    'datedupaiement',
    'datereglement',
    'datedereglement',
    'datemandat',
    'datedumandat',
    'datedemandat',
    'datemandatement',
    'datedemandatement',
    'dateemission',
    'dateemissionmandat',
    'datepriseencharge',
    'datecomptable',
    'dateecriture',
    'datepiece',
    'datefacture',
    'datedefacture',
    'datedelafacture',
    'date',
  ],
  period: [
    'exercice',
    'exercicebudgetaire',
    'exercicecomptable',
    'anneeexercice',
    'annee',
    'anneebudgetaire',
    'periode',
    'mois',
  ],
  category: [
    'categoriedachat',
    'categorieachat',
    'categorie',
    'familledachat',
    'familleachat',
    'famille',
    'segmentachat',
  ],
  account: [
    'compte',
    'nature',
    'naturecompte',
    'comptenature',
    'comptecomptable',
    'naturecomptable',
    'imputation',
    'article',
  ],
  contractReference: [
    'nmarche',
    'nomarche',
    'ndumarche',
    'ndemarche',
    'nummarche',
    'numeromarche',
    'numerodemarche',
    'numerodumarche',
    'referencemarche',
    'referencedumarche',
    'refmarche',
    'codemarche',
    'marche',
    'contrat',
  ],
  reference: [
    'nmandat',
    'nomandat',
    'ndumandat',
    'ndemandat',
    'nummandat',
    'numeromandat',
    'numerodemandat',
    'numerodumandat',
    'referencemandat',
    'mandat',
    'npiece',
    'ndepiece',
    'numeropiece',
    'numerodepiece',
    'nfacture',
    'ndefacture',
    'numerofacture',
    'numerodefacture',
    'referencefacture',
  ],
  label: [
    'libelle',
    'objet',
    'objetmandat',
    'objetdumandat',
    'libellemandat',
    'libelledumandat',
    'libelleecriture',
    'designation',
  ],
}

/** Each title with its field and its rank among the titles of that field. */
const FIELDS_BY_TITLE = new Map(
  Object.entries(PAYMENT_TITLES).flatMap(([field, titles]) =>
    titles.map((title, rank) => [title, { field: field as RawPaymentField, rank }] as const),
  ),
)

export const fieldOfTitle = (title: string): { field: RawPaymentField; rank: number } | null =>
  FIELDS_BY_TITLE.get(normalizePaymentTitle(title)) ?? null

/** "montant", "Montant HT mandaté", "Dépense achat TTC", "Total payé": what is paid, what qualifies it, and the tax. */
const AMOUNT =
  /^(?:montant|total|depenses?|somme|chiffredaffaires|ca)(ht|ttc)?(?:des?|du)?(achats?|mandate?s?|mandatee?s?|mandats?|payee?s?|paiements?|reglee?s?|reglements?|facturee?s?|factures?|delafacture|depenses?|liquidee?s?|realisee?s?|annuel(?:le)?s?)?(ht|ttc|horstaxes?|toutestaxes(?:comprises)?)?$/

/** Words of an amount that only a list of payments has; "Montant" alone is anything. */
const SPENT = /depense|mandat|paye|paiement|regle|facture|liquide/

/** What a title says of the amount it heads: its tax, and whether it is surely one that was paid; `null`: it heads no amount. */
export function amountOfTitle(title: string): { taxBasis: TaxBasis; isSurelySpent: boolean } | null {
  const name = normalizePaymentTitle(title)
  const found = AMOUNT.exec(name)
  if (!found) return null
  const tax = found[1] ?? found[3] ?? ''
  const taxBasis = tax === '' ? 'unknown' : /^(ttc|toutes)/.test(tax) ? 'including-tax' : 'excluding-tax'
  return { taxBasis, isSurelySpent: SPENT.test(name) }
}
