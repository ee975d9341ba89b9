import t from 'tap'
import { gatherParties, partyOf, supplierOf } from '../../../src/domain/ocds/party.ts'

const unknown = { scheme: null, identifier: null, siren: null, name: null }

for (const { title, organisation, expected } of [
  {
    title: 'a SIRET: the legal unit first, the establishment beside it',
    organisation: { scheme: 'SIRET', identifier: '00002420800019', siren: '000024208', name: 'SCOP' },
    expected: {
      id: 'FR-RCS-00002420800019',
      name: 'SCOP',
      identifier: { scheme: 'FR-RCS', id: '000024208' },
      additionalIdentifiers: [{ scheme: 'FR-RCS', id: '00002420800019' }],
      roles: ['supplier'],
    },
  },
  {
    title: 'a SIREN: one identifier',
    organisation: { scheme: 'SIREN', identifier: '000024208', siren: '000024208', name: null },
    expected: {
      id: 'FR-RCS-000024208',
      identifier: { scheme: 'FR-RCS', id: '000024208' },
      roles: ['supplier'],
    },
  },
  {
    title: 'a foreign number: the scheme of the record',
    organisation: { scheme: 'TVA', identifier: 'DE123456789', siren: null, name: 'GmbH' },
    expected: {
      id: 'TVA-DE123456789',
      name: 'GmbH',
      identifier: { scheme: 'TVA', id: 'DE123456789' },
      roles: ['supplier'],
    },
  },
  {
    title: 'an unusable identifier: a name of its own in the release, and no identifier',
    organisation: { ...unknown, identifier: '123', name: 'X' },
    expected: { id: 'local', name: 'X', roles: ['supplier'] },
  },
])
  t.test(title, async (t) => t.strictSame(partyOf(organisation, 'local', 'supplier'), expected))

t.test('an outcome that is not known is said so, with the day', async (t) => {
  const verdicts = [
    { perimeter: 'esus', outcome: 'undetermined', rule: null },
    { perimeter: 'ess', outcome: 'yes', rule: 'Association' },
  ] as const
  const supplier = supplierOf({ ...unknown, legalCategory: '9220', verdicts }, 'local', '2024-05-02')
  t.strictSame(supplier.details?.classifications, [
    {
      scheme: 'SPASER-esus',
      id: 'undetermined',
      description:
        "Entreprises solidaires d'utilité sociale : indéterminé au 2024-05-02 (ce qui est connu ne permet pas de répondre)",
    },
    {
      scheme: 'SPASER-ess',
      id: 'yes',
      description: 'Économie sociale et solidaire : oui au 2024-05-02 (Association)',
    },
    { scheme: 'INSEE-CJ', id: '9220', description: 'Catégorie juridique INSEE 9220 : association' },
  ])
})

t.test('an organisation in two roles is one party', async (t) => {
  const buyer = { id: 'a', roles: ['buyer'] }
  const [one, other] = ['yes', 'no'].map((id) => ({ scheme: 's', id, description: '' }))
  const first = { id: 'a', roles: ['supplier'], details: { classifications: one ? [one] : [] } }
  const again = {
    id: 'a',
    roles: ['supplier'],
    details: { classifications: one && other ? [one, other] : [] },
  }
  t.strictSame(gatherParties([buyer, first, again, { id: 'b', roles: ['supplier'] }]), [
    { id: 'a', roles: ['buyer', 'supplier'], details: { classifications: [one, other] } },
    { id: 'b', roles: ['supplier'] },
  ])
})
