import { RAW_PAYMENT_FIELDS } from '../domain/payment/raw-payment.ts'
import { AppError } from '../platform/errors.ts'
import type { InspectedFile } from './inspect-file.ts'
import type { LedgerColumn } from './ledger.ts'
import {
  fieldOfColumn,
  isPaymentHeader,
  isSurelyPaymentHeader,
  type PaymentPlan,
  planPaymentColumns,
} from './map-payment-row.ts'
import { describeMissing, describeTitles, type FoundTitles, type OpenTable, openTable } from './open-table.ts'
import { refuseUnsupported } from './refuse-unsupported.ts'
import { selectAlike } from './select-sheets.ts'

/** A file of payments, opened: its columns are understood before the first line is read. */
export type PaymentFile = OpenTable<PaymentPlan>

const LEDGER_COLUMNS = /^(d[ée]bit|cr[ée]dit)\b/i

function notPayments(name: string, found: readonly FoundTitles[]): AppError {
  const isLedger = found.some(({ titles }) => titles.some((title) => LEDGER_COLUMNS.test(title.trim())))
  const ledger = isLedger
    ? " Des colonnes débit et crédit ne disent pas laquelle est la dépense (elle est au débit d'un compte 6, au crédit d'un compte 401) : exportez une colonne de montant signé, avoirs en négatif."
    : ''
  const isWorkbook = found.some(({ sheet }) => sheet !== null)
  const subject = isWorkbook
    ? describeMissing(name, found, 'une liste de dépenses')
    : `Le fichier « ${name} » n'est pas une liste de dépenses`
  return new AppError(
    'format-unknown',
    `${subject}. Colonnes attendues au moins, dans les 30 premières lignes : fournisseur (ou SIRET) et montant (HT, TTC, mandaté ou payé). Colonnes trouvées : ${describeTitles(found)}.${ledger} Rien n'a été importé.`,
    { found: isWorkbook ? found : found[0]?.titles },
  )
}

const buyerNeeded = (name: string) =>
  new AppError(
    'buyer-needed',
    `Le fichier « ${name} » est une liste de dépenses qui ne dit pas quel acheteur a payé. Rien n'a été importé. Donnez son SIRET : import FICHIER --buyer SIRET.`,
  )

const asPlan = (titles: readonly string[], is: (plan: PaymentPlan) => boolean) => {
  const plan = planPaymentColumns(titles)
  return is(plan) ? plan : null
}

/** What names the fields of a table, its amounts by their tax: two such tables are added up without a doubt. */
const fieldsOfPlan = ({ fields, amounts }: PaymentPlan): string[] => [
  ...fields.keys(),
  ...amounts.map(({ taxBasis }) => `amount ${taxBasis}`),
]

/**
 * Opens a file of payments: at the titles that are surely of payments, else at the first that may be. Throws an `AppError` in
 * French when there are none, or when neither they nor the sender say who paid (`hasBuyer`). `named`: the sheets to read.
 */
export async function openPaymentFile(
  file: InspectedFile,
  hasBuyer: boolean,
  named: readonly string[] = [],
): Promise<PaymentFile> {
  refuseUnsupported(file)
  const choice = { named, select: selectAlike(fieldsOfPlan) }
  const open = (is: (plan: PaymentPlan) => boolean) => openTable(file, (titles) => asPlan(titles, is), choice)
  const sure = await open(isSurelyPaymentHeader)
  const table = 'header' in sure ? sure : await open(isPaymentHeader)
  if ('found' in table) throw notPayments(file.name, table.found)
  if (!hasBuyer && table.tables.some(({ header }) => !header.fields.has('buyerId')))
    throw buyerNeeded(file.name)
  return table
}

/** What each column was taken for, as the ledger tells it. */
export const describePaymentColumns = (plan: PaymentPlan): LedgerColumn[] =>
  plan.header.map((column, index) => {
    const field = fieldOfColumn(plan, index)
    return {
      column,
      field,
      title: field && RAW_PAYMENT_FIELDS[field],
      how: field === null ? 'ignored' : 'known',
      needsConfirmation: false,
      reason: null,
    }
  })
