import { readFileSync } from 'node:fs'
import type { RecordedField } from '../../src/domain/indicator/recorded-field.ts'
import type { ClauseTerms } from '../../src/domain/insertion/clause-terms.ts'
import type { HoursRecord } from '../../src/domain/insertion/hours-record.ts'
import { fixture } from './database.ts'

/** One contract of a worked example, with what it counts for by hand. Considerations left out: the record says nothing. */
export type ExampleContract = {
  id: string
  /** `null`: the record has none. */
  date: string | null
  amount: number
  holders: string[]
  social?: string[]
  environmental?: string[]
  offers?: number
  /** An insertion clause is recorded on it. */
  clause?: boolean
  /** Acts of subcontracting: the supplier and the amount. */
  subcontracts?: [string, number][]
  /** `left-aside`: the indicator does not look at it at all. */
  answer: 'yes' | 'no' | 'undetermined' | 'left-aside'
}

type Tally = { yes: number; no: number; undetermined: number; total: number }

/** The worked example of an indicator: a buyer of its own, its contracts, and the figure computed by hand. */
export type Example = {
  buyer: string
  /** What the indicator leaves to choose. */
  choice?: { territory?: string[]; field?: RecordedField; threshold?: number }
  example: string
  byHand: string
  contracts: ExampleContract[]
  expected: {
    contracts: Tally
    value: Tally
    offers?: { contracts: number; received: number; average: number }
  }
}

/** The worked example of the indicator that counts suppliers, from the first day `from`. */
export type DiversityExample = Omit<Example, 'choice' | 'expected'> & {
  from: string
  expected: {
    suppliers: Tally
    newSuppliers: Tally
    value: Tally
    concentration: { first: number; suppliers: number; value: number; share: number }
  }
}

export type ExampleSupplier = {
  siret: string
  title: string
  legalCategory?: string
  essFlag?: string
  esus?: [string, string]
  kind?: string
  department?: string
}

/** The clauses and hours that every indicator of insertion is shown on, over a year. */
export type InsertionExample = {
  buyer: string
  from: string
  to: string
  story: string
  contracts: { id: string; date: string; amount: number; cpv: string }[]
  clauses: (Pick<ClauseTerms, 'facilitator' | 'bases' | 'startsOn' | 'endsOn'> &
    Partial<Pick<ClauseTerms, 'beneficiaries'>> & {
      contract: string
      dueHours: number | null
      waivedOn?: string
    })[]
  statements: ({ clause: string; from: string; to: string; hours: number; employer?: string } & Partial<
    Omit<HoursRecord, 'from' | 'to' | 'hundredths' | 'employerSiren'>
  >)[]
}

/** What an indicator of insertion gives on it, worked out by hand; `[a, b]`: a ÷ b. */
export type InsertionExpected = {
  byHand: string
  expected: {
    value: number | [number, number]
    atMost?: number
    parts?: Record<string, number>
    groups?: { key: string; hours: number; people: number }[]
  }
}

const read = (name: string) => JSON.parse(readFileSync(fixture(`indicators/${name}.json`), 'utf8'))

export const readInsertionExample = (): InsertionExample => read('insertion-example')
export const readInsertionExpected = (indicator: string): InsertionExpected => read(indicator)
export const readExample = (indicator: string): Example => read(indicator)
export const readDiversityExample = (): DiversityExample => read('supplier-diversity')
export const EXAMPLE_SUPPLIERS: Readonly<Record<string, ExampleSupplier>> = read('suppliers')

/** The choices of an example as a figure takes them: its threshold in cents. */
export const choicesOf = ({ threshold, ...choice }: NonNullable<Example['choice']> = {}) => ({
  ...choice,
  ...(threshold !== undefined && { threshold: BigInt(threshold) * 100n }),
})
