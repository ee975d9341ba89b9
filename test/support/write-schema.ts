import { writeFile } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'
import { connectToPglite, PGLITE_EXTENSIONS } from '../../src/database/connect.ts'
import { migrate } from '../../src/database/migrate.ts'
import { describeSchema, SCHEMA_FILE } from './describe-schema.ts'

// Behind `npm run schema`: writes sql/schema.sql from the migrations.
const { db, close } = connectToPglite(await PGlite.create({ extensions: PGLITE_EXTENSIONS }))
await migrate(db)
await writeFile(SCHEMA_FILE, await describeSchema(db))
await close()
