import { CLEANING_FLOOR_HUNDREDTHS, type DueMethod } from '../domain/insertion/hours-due.ts'
import { AppError } from '../platform/errors.ts'

/** What may be said of hours due, in the units people use: hours, euros, per cent. */
export type DueInputs = {
  method: DueMethod['method']
  hours?: number | undefined
  amount?: number | undefined
  labourSharePercent?: number | undefined
  insertionRatePercent?: number | undefined
  hourlyCost?: number | undefined
  eurosPerHour?: number | undefined
  invoice?: string | null | undefined
  floorHours?: number | undefined
}

/** The inputs each method asks for; `invoice` and `floorHours` may be left out. */
const NEEDED = {
  entered: ['hours'],
  'labour-share': ['amount', 'labourSharePercent', 'insertionRatePercent', 'hourlyCost'],
  invoiced: ['amount', 'eurosPerHour'],
  cleaning: ['amount', 'labourSharePercent', 'insertionRatePercent', 'hourlyCost'],
} as const satisfies Record<DueMethod['method'], readonly (keyof DueInputs)[]>

const OPTIONAL: Partial<Record<DueMethod['method'], keyof DueInputs>> = {
  invoiced: 'invoice',
  cleaning: 'floorHours',
}

const hundredths = (value: number | undefined) => Math.round((value ?? 0) * 100)

function checkInputs({ method, ...inputs }: DueInputs): void {
  const needed: readonly string[] = NEEDED[method]
  const given = Object.entries(inputs).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : name,
  )
  const missing = needed.filter((name) => !given.includes(name))
  const stray = given.filter((name) => !needed.includes(name) && name !== OPTIONAL[method])
  const quote = (names: readonly string[]) => names.map((name) => `« ${name} »`).join(', ')
  if (missing.length > 0)
    throw new AppError(
      'clause-invalid',
      `Heures dues, méthode ${method} : ${quote(missing)} attendu. Rien n’a été enregistré.`,
    )
  if (stray.length > 0)
    throw new AppError(
      'clause-invalid',
      `Heures dues, méthode ${method} : ${quote(stray)} n’y sert à rien, retirez-le. Rien n’a été enregistré.`,
    )
  for (const divisor of ['hourlyCost', 'eurosPerHour'] as const)
    if (needed.includes(divisor) && hundredths(inputs[divisor]) <= 0)
      throw new AppError(
        'clause-invalid',
        `« ${divisor} » : un montant positif attendu. Rien n’a été enregistré.`,
      )
}

/** The method with its inputs in cents, basis points and hundredths. Throws `clause-invalid` when one is missing or serves nothing. */
export function toDueMethod(inputs: DueInputs): DueMethod {
  checkInputs(inputs)
  const { method, hours, amount, labourSharePercent, insertionRatePercent, hourlyCost } = inputs
  if (method === 'entered') return { method, hundredths: hundredths(hours) }
  const cents = BigInt(hundredths(amount))
  if (method === 'invoiced')
    return {
      method,
      invoicedCents: cents,
      centsPerHour: hundredths(inputs.eurosPerHour),
      invoice: inputs.invoice ?? null,
    }
  const formula = {
    amountCents: cents,
    labourShareBasisPoints: hundredths(labourSharePercent),
    insertionRateBasisPoints: hundredths(insertionRatePercent),
    hourlyCostCents: hundredths(hourlyCost),
  }
  if (cents < 0n)
    throw new AppError('clause-invalid', '« amount » : un montant positif attendu. Rien n’a été enregistré.')
  if (method === 'labour-share') return { method, ...formula }
  const { floorHours } = inputs
  const floorHundredths = floorHours === undefined ? CLEANING_FLOOR_HUNDREDTHS : hundredths(floorHours)
  return { method, ...formula, floorHundredths }
}
