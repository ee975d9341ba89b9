/** The options that fields of the API are on the command line, in what refuses a clause or its hours. */
const OPTIONS: Readonly<Record<string, string>> = {
  amount: '--amount',
  author: '--by',
  bases: '--basis',
  'cancelled.reason': '--reason',
  'closed.reason': '--reason',
  employerSiren: '--employer',
  endsOn: '--end',
  eurosPerHour: '--euros-per-hour',
  facilitator: '--facilitator',
  floorHours: '--floor',
  hourlyCost: '--hourly-cost',
  hours: '--hours',
  insertionRatePercent: '--rate',
  invoice: '--invoice',
  labourSharePercent: '--labour-share',
  person: '--person',
  reason: '--reason',
  startsOn: '--start',
  title: '--title',
  'waived.reason': '--reason',
}

/** "« endsOn » : attendu une fin…" → "« --end » : attendu une fin…". */
export const withOptionNames = (message: string): string =>
  message.replace(/« ([A-Za-z.]+) »/g, (quoted, field: string) =>
    OPTIONS[field] === undefined ? quoted : `« ${OPTIONS[field]} »`,
  )
