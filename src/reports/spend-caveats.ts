import type { TaxBasis } from '../domain/payment/tax-basis.ts'
import { plural, sourceCaveatsOf } from './caveats.ts'
import type { DataSources } from './sources.ts'
import type { SpendContext, SpendFigure, SpendRequest } from './spend-share-report.ts'

/** How a text names amounts of each tax basis. */
export const TAX_TITLES: Readonly<Record<TaxBasis, string>> = {
  'excluding-tax': 'hors taxes',
  'including-tax': 'toutes taxes comprises',
  unknown: 'dont la taxe n’est pas dite',
}

function taxCaveats(tax: TaxBasis, otherTax: SpendContext['excluded']['otherTax']): string[] {
  const caveats: string[] = []
  if (tax === 'including-tax')
    caveats.push(
      'Les montants sont toutes taxes comprises : ne les comparez pas à des montants hors taxes, ni au seuil du SPASER.',
    )
  if (tax === 'unknown')
    caveats.push('Les fichiers ne disent pas si les montants sont hors taxes ou toutes taxes comprises.')
  for (const other of otherTax)
    caveats.push(
      `${plural(other.payments, 'dépense', 'dépenses')} en montants ${TAX_TITLES[other.tax]} : hors du chiffre, qui ne mélange jamais les taxes (tax=${other.tax} pour les compter à part).`,
    )
  return caveats
}

function creditCaveats(figures: readonly SpendFigure[]): string[] {
  const creditors = figures.reduce((sum, { credits }) => sum + credits.suppliers, 0)
  const caveats: string[] = []
  if (creditors > 0)
    caveats.push(
      `${plural(creditors, 'fournisseur a', 'fournisseurs ont')} plus d’avoirs que de paiements : hors des parts, leur solde est dans « credits ».`,
    )
  if (figures.some(({ payments, share }) => payments.total > 0 && share.value.lower === null))
    caveats.push('Les avoirs atteignent ou dépassent les paiements : il n’y a alors pas de part.')
  return caveats
}

/** What a reader must know before quoting a share of what was paid, in French; only what applies to it. */
export function spendCaveatsOf(
  request: SpendRequest,
  figures: readonly SpendFigure[],
  {
    tax,
    excluded,
    linkedByName,
  }: { tax: TaxBasis; excluded: SpendContext['excluded']; linkedByName: number },
  sources: DataSources,
): string[] {
  const caveats = [
    'Les montants sont ceux payés, d’après les lignes comptables importées : ils ne se comparent pas à ceux des marchés notifiés.',
    'Chaque ligne importée compte, quelle que soit sa nature : un export qui contient des subventions, des salaires ou des versements entre administrations les compte aussi.',
    ...taxCaveats(tax, excluded.otherTax),
    ...creditCaveats(figures),
  ]
  const unidentified = figures.reduce((sum, figure) => sum + figure.unidentified.payments, 0)
  if (unidentified > 0)
    caveats.push(
      `${plural(unidentified, 'dépense n’a pas d’identifiant de fournisseur utilisable : elle est indéterminée', 'dépenses n’ont pas d’identifiant de fournisseur utilisable : elles sont indéterminées')}.`,
    )
  if (linkedByName > 0)
    caveats.push(
      `${plural(linkedByName, 'dépense ne nomme son fournisseur que par son nom, rattaché à un SIREN d’après ce nom', 'dépenses ne nomment leur fournisseur que par son nom, rattaché à un SIREN d’après ce nom')} : voir les fournisseurs connus par leur nom.`,
    )
  if (excluded.undated > 0)
    caveats.push(
      `${plural(excluded.undated, 'dépense sans date utilisable est écartée', 'dépenses sans date utilisable sont écartées')}.`,
    )
  if (excluded.straddling > 0)
    caveats.push(
      `${plural(excluded.straddling, 'dépense connue par son année ou son mois seulement est écartée', 'dépenses connues par leur année ou leur mois seulement sont écartées')} : rien ne dit si elle tombe dans la période.`,
    )
  return [...caveats, ...sourceCaveatsOf(request.to, sources)]
}
