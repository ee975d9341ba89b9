import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

/* Making JavaScript of these sources is half of what starting a command costs: it is kept beside the packages, where that can be written. */
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/compiled'))
await import('./command-line.ts')
