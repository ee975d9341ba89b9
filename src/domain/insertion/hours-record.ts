import type { IsoDate } from '../dates/iso-date.ts'
import type {
  AfterwardsId,
  AgeBandId,
  EmploymentFormId,
  HiringFormId,
  PublicId,
  QualificationId,
  SexId,
} from './person-profile.ts'

/**
 * Hours done over a period, by one person (`person`: a pseudonymous code) or in total (`null`). `hundredths`: of an hour.
 * `people`, `employmentContracts`: of a total, how many it is of. `null` anywhere else: not known, which is not "no".
 */
export type HoursRecord = {
  person: string | null
  from: IsoDate
  to: IsoDate
  hundredths: number
  people: number | null
  employmentContracts: number | null
  publics: readonly PublicId[]
  hiringForm: HiringFormId | null
  /** Nine digits. */
  employerSiren: string | null
  employmentForm: EmploymentFormId | null
  employmentReference: string | null
  isQpv: boolean | null
  sex: SexId | null
  ageBand: AgeBandId | null
  qualification: QualificationId | null
  afterwards: AfterwardsId | null
  isValidated: boolean | null
}

/** What a statement is about: two statements of one key say the same thing, and the later corrects the earlier. */
export const keyFieldsOf = (clauseId: number, record: HoursRecord, copy: number) => [
  clauseId,
  record.person,
  record.from,
  record.to,
  record.employerSiren,
  record.hiringForm,
  record.employmentReference,
  copy,
]

/** What is not known of hours until it is said. */
export const UNKNOWN_HOURS: Omit<HoursRecord, 'from' | 'to' | 'hundredths'> = {
  person: null,
  people: null,
  employmentContracts: null,
  publics: [],
  hiringForm: null,
  employerSiren: null,
  employmentForm: null,
  employmentReference: null,
  isQpv: null,
  sex: null,
  ageBand: null,
  qualification: null,
  afterwards: null,
  isValidated: null,
}
