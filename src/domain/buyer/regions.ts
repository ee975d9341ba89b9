/** The eighteen regions (since 2016) with their INSEE codes and departments. */
export const REGIONS: readonly { code: string; title: string; departments: readonly string[] }[] = [
  { code: '01', title: 'Guadeloupe', departments: ['971'] },
  { code: '02', title: 'Martinique', departments: ['972'] },
  { code: '03', title: 'Guyane', departments: ['973'] },
  { code: '04', title: 'La Réunion', departments: ['974'] },
  { code: '06', title: 'Mayotte', departments: ['976'] },
  { code: '11', title: 'Île-de-France', departments: ['75', '77', '78', '91', '92', '93', '94', '95'] },
  { code: '24', title: 'Centre-Val de Loire', departments: ['18', '28', '36', '37', '41', '45'] },
  {
    code: '27',
    title: 'Bourgogne-Franche-Comté',
    departments: ['21', '25', '39', '58', '70', '71', '89', '90'],
  },
  { code: '28', title: 'Normandie', departments: ['14', '27', '50', '61', '76'] },
  { code: '32', title: 'Hauts-de-France', departments: ['02', '59', '60', '62', '80'] },
  {
    code: '44',
    title: 'Grand Est',
    departments: ['08', '10', '51', '52', '54', '55', '57', '67', '68', '88'],
  },
  { code: '52', title: 'Pays de la Loire', departments: ['44', '49', '53', '72', '85'] },
  { code: '53', title: 'Bretagne', departments: ['22', '29', '35', '56'] },
  {
    code: '75',
    title: 'Nouvelle-Aquitaine',
    departments: ['16', '17', '19', '23', '24', '33', '40', '47', '64', '79', '86', '87'],
  },
  {
    code: '76',
    title: 'Occitanie',
    departments: ['09', '11', '12', '30', '31', '32', '34', '46', '48', '65', '66', '81', '82'],
  },
  {
    code: '84',
    title: 'Auvergne-Rhône-Alpes',
    departments: ['01', '03', '07', '15', '26', '38', '42', '43', '63', '69', '73', '74'],
  },
  { code: '93', title: 'Provence-Alpes-Côte d’Azur', departments: ['04', '05', '06', '13', '83', '84'] },
  { code: '94', title: 'Corse', departments: ['2A', '2B'] },
]

/** The codes of the departments of these regions. */
export const DEPARTMENTS: readonly string[] = REGIONS.flatMap(({ departments }) => departments)

/** The INSEE codes of the regions. */
export const REGION_CODES: readonly string[] = REGIONS.map(({ code }) => code)
