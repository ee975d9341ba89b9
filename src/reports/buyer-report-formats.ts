import type { BuyerReport } from './buyer-report.ts'
import { writeReportCsv } from './buyer-report-csv.ts'
import { writeReportPage } from './buyer-report-page.ts'
import { writeReportWorkbook } from './buyer-report-workbook.ts'

/** What a report is written as, beside JSON: its media type and the extension of its file. */
export const REPORT_FORMATS = ['json', 'csv', 'xlsx', 'html'] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]

const WRITERS: Readonly<Record<ReportFormat, (report: BuyerReport) => Buffer | Promise<Buffer>>> = {
  json: (report) => Buffer.from(`${JSON.stringify(report, null, 2)}\n`),
  csv: writeReportCsv,
  xlsx: writeReportWorkbook,
  html: (report) => Buffer.from(writeReportPage(report)),
}

/** The bytes of the report in a format. */
export const writeReport = async (report: BuyerReport, format: ReportFormat): Promise<Buffer> =>
  WRITERS[format](report)
