/** What a record may say or leave empty, by stable name. */
export const RECORDED_FIELDS = [
  'number',
  'object',
  'cpv',
  'procedure',
  'amount',
  'notification-date',
  'publication-date',
  'duration',
  'place',
  'holders',
  'offers',
  'price-form',
  'social-considerations',
  'environmental-considerations',
  'subcontracting',
] as const
export type RecordedField = (typeof RECORDED_FIELDS)[number]

/** Each field as an agent reads it, with its DECP name. */
export const FIELD_TITLES: Readonly<Record<RecordedField, string>> = {
  number: 'numéro (id)',
  object: 'objet (objet)',
  cpv: 'code CPV (codeCPV)',
  procedure: 'procédure (procedure)',
  amount: 'montant lisible (montant)',
  'notification-date': 'date de notification (dateNotification)',
  'publication-date': 'date de publication (datePublicationDonnees)',
  duration: 'durée (dureeMois)',
  place: 'lieu d’exécution (lieuExecution)',
  holders: 'titulaire à l’identifiant utilisable (titulaires)',
  offers: 'offres reçues (offresRecues)',
  'price-form': 'forme du prix (formePrix)',
  'social-considerations': 'considérations sociales (considerationsSociales)',
  'environmental-considerations': 'considérations environnementales (considerationsEnvironnementales)',
  subcontracting: 'sous-traitance déclarée (sousTraitanceDeclaree)',
}
