import { z } from 'zod'

/** A day in an answer, `YYYY-MM-DD`. */
export const dayText = () => z.string().meta({ format: 'date' })

/** An instant in an answer, UTC. */
export const instantText = () => z.string().meta({ format: 'date-time' })
