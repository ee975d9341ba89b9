import type { Clock } from '../platform/clock.ts'
import type { PublicationSettings } from '../platform/config.ts'
import type { reportShare } from '../reports/share-report.ts'

/** The database as the reports take it: this folder hands it on and asks it nothing. */
export type Db = Parameters<typeof reportShare>[0]

/** What the routes work with. `uploadLimitBytes`: the largest file `POST /v1/imports` takes. */
export type Services = { db: Db; clock: Clock; uploadLimitBytes: number; publication: PublicationSettings }

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T

/** The same report, to a serializer whose types know no `readonly`. */
export const toBody = <T>(report: T) => report as Mutable<T>
