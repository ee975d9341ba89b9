const NO_BREAK = '\u00a0'

/**
 * A page of HTML with the no-break spaces of French typography in its texts: a line never begins with "%" or "»", nor ends with
 * "«". Tags and style sheets stay as they are.
 */
export const withFrenchSpaces = (page: string): string =>
  page.replace(/<style>[\s\S]*?<\/style>|<[^>]*>|[^<]+/g, (part) =>
    part.startsWith('<')
      ? part
      : part.replace(/ (?=[%€»:;?!]|pt\b)/g, NO_BREAK).replace(/« /g, `«${NO_BREAK}`),
  )
