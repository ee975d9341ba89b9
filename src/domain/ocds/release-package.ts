/** Says who publishes. `ocidPrefix`: given by the Open Contracting Partnership to each publisher that asks; `null`: none yet. */
export type Publication = {
  ocidPrefix: string | null
  publisherName: string | null
  publisherSiren: string | null
  /** Address at which the service is known, without the last slash; `null`: not published anywhere yet. */
  publicUrl: string | null
}

/** Stands where no prefix was asked for: registered by nobody, and to be replaced before publishing. */
export const UNREGISTERED_PREFIX = 'ocds-xxxxxx'

export const prefixOf = ({ ocidPrefix }: Publication): string => ocidPrefix ?? UNREGISTERED_PREFIX

const EXTENSIONS = ['organizationClassification', 'lots'].map(
  (name) =>
    `https://raw.githubusercontent.com/open-contracting-extensions/ocds_${name}_extension/master/extension.json`,
)

/** Licence Ouverte 2.0, under which essential data of public procurement are published. */
const LICENSE = 'https://www.etalab.gouv.fr/licence-ouverte-open-licence'

/** The package (OCDS 1.1) but for its releases. `buyerName`: who publishes where the settings do not say. `asOf`: an instant. */
export function toPackage(
  publication: Publication,
  { uri, buyerName, asOf }: { uri: string | null; buyerName: string | null; asOf: string },
) {
  const { publisherName, publisherSiren, publicUrl } = publication
  return {
    uri:
      uri !== null && publicUrl !== null
        ? `${publicUrl}${uri}`
        : `urn:spaser:${prefixOf(publication)}:${asOf}`,
    version: '1.1',
    extensions: EXTENSIONS,
    publishedDate: asOf,
    publisher: {
      name: publisherName ?? buyerName ?? 'Éditeur non déclaré (réglage PUBLISHER_NAME)',
      ...(publisherSiren !== null && { scheme: 'FR-RCS', uid: publisherSiren }),
    },
    license: LICENSE,
  }
}
