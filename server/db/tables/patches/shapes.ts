/** SQL of the box of four placeholders: west, south, east, north in degrees. */
export function boxPolygonSql([west, south, east, north]: readonly string[]): string {
  return `st_makeenvelope(${west}::double precision, ${south}::double precision, ${east}::double precision, ${north}::double precision, 4490)`;
}
