import t from 'tap'
import {
  isPaymentHeader,
  isSurelyPaymentHeader,
  mapPaymentRow,
  planPaymentColumns,
} from '../../src/import/map-payment-row.ts'
import { amountOfTitle, fieldOfTitle } from '../../src/import/payment-aliases.ts'

t.test('a title is recognised without case, accents, punctuation, unit nor remark', async (t) => {
  for (const [title, field] of [
    ['Raison sociale du Fournisseur', 'supplierName'],
    ['FOURNISSEUR', 'supplierName'],
    ['Nom du tiers', 'supplierName'],
    ['Fournisseur (libellé)', 'supplierName'],
    ['SIRET', 'supplierId'],
    ['N° SIRET', 'supplierId'],
    ['SIRET acheteur', 'buyerId'],
    ["Catégorie d'achat (optionnelle)", 'category'],
    ['Entité acheteuse (optionnelle)', 'entity'],
    ['Service', 'entity'],
    ['Exercice', 'period'],
    ['Date mandat', 'paidOn'],
    ['Date de paiement', 'paidOn'],
    ['Nature/Compte', 'account'],
    ['N° marché', 'contractReference'],
    ['Référence marché', 'contractReference'],
    ['N° mandat', 'reference'],
    ['Objet', 'label'],
    ['N° tiers', undefined],
    ['Montant HT', undefined],
  ] as const)
    t.equal(fieldOfTitle(title)?.field, field, title)
})

t.test('a title of amounts says its tax, and whether it was surely paid', async (t) => {
  for (const [title, taxBasis, isSurelySpent] of [
    ['Dépense achat (€)', 'unknown', true],
    ['Montant mandaté', 'unknown', true],
    ['Montant HT mandaté', 'excluding-tax', true],
    ['Montant mandaté HT (€)', 'excluding-tax', true],
    ['Montant payé TTC', 'including-tax', true],
    ['Montant HT', 'excluding-tax', false],
    ['Montant TTC en euros', 'including-tax', false],
    ['Montant TTC EUR', 'including-tax', false],
    ['Montant hors taxes', 'excluding-tax', false],
    ['Montant', 'unknown', false],
    ['CA HT', 'excluding-tax', false],
    ['Total facturé', 'unknown', true],
  ] as const)
    t.strictSame(amountOfTitle(title), { taxBasis, isSurelySpent }, title)
  for (const title of ['Montant TVA', 'TVA', 'Montant initial', 'Montant du marché', 'Débit', 'Prix'])
    t.equal(amountOfTitle(title), null, title)
})

const header = (text: string) => planPaymentColumns(text.split(';'))

t.test('payments are told from contracts and other tables by their titles', async (t) => {
  for (const { titles, is, isSurely } of [
    { titles: 'Fournisseur;Dépense achat (€)', is: true, isSurely: true },
    { titles: 'SIRET;Montant HT;Exercice', is: true, isSurely: true },
    { titles: 'Tiers;Montant TTC;Date mandat', is: true, isSurely: true },
    { titles: 'Fournisseur;Montant HT', is: true, isSurely: false },
    { titles: 'Fournisseur;Montant HT;Date', is: true, isSurely: false },
    { titles: 'Fournisseur;Montant HT;Exercice;Date de notification', is: true, isSurely: false },
    { titles: 'id;acheteur_id;objet;montant;titulaire_id;Exercice;Fournisseur', is: true, isSurely: false },
    { titles: 'nomBeneficiaire;idBeneficiaire;montant;dateConvention', is: true, isSurely: false },
    { titles: 'Fournisseur;Débit;Crédit', is: false, isSurely: false },
    { titles: 'Montant HT;Exercice', is: false, isSurely: false },
    { titles: 'Jour;Heure', is: false, isSurely: false },
  ]) {
    t.equal(isPaymentHeader(header(titles)), is, titles)
    t.equal(isSurelyPaymentHeader(header(titles)), isSurely, `${titles}: surely`)
  }
})

t.test('of several columns the best one that is filled counts', async (t) => {
  const plan = header('SIREN;SIRET;Date facture;Date de paiement;Montant;Montant TTC;Montant HT;Couleur')
  t.strictSame(plan.ignored, ['Couleur'])
  const all = mapPaymentRow(plan, ['s9', 's14', 'f', 'p', '3', '2', '1', ''])
  t.match(all.fields, { supplierId: 's14', paidOn: 'p', amount: '1' })
  t.equal(all.taxBasis, 'excluding-tax')
  const some = mapPaymentRow(plan, ['s9', 'NC', 'f', '', '3', '2', '', ''])
  t.match(some.fields, { supplierId: 's9', paidOn: 'f', amount: '2' })
  t.match(some.columnNames, { supplierId: 'SIREN', paidOn: 'Date facture', amount: 'Montant TTC' })
  t.equal(some.taxBasis, 'including-tax')
  const none = mapPaymentRow(plan, ['', '', '', '', '', '', '', ''])
  t.match(none.columnNames, { supplierId: 'SIRET', amount: 'Montant HT' }, 'the best column is named')
})
