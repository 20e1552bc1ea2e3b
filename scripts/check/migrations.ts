/** Sentences about file names of migrations: `NNNN_what_changes.sql`, from 0001, without a gap. */
export function migrationFaults(names: readonly string[]): string[] {
  const faults: string[] = [];
  const sorted = names.toSorted();
  for (const [index, name] of sorted.entries()) {
    const due = String(index + 1).padStart(4, '0');
    if (!/^\d{4}_[a-z0-9]+(_[a-z0-9]+)*\.sql$/.test(name))
      faults.push(`${name}: must be NNNN_what_changes.sql`);
    else if (!name.startsWith(due)) faults.push(`${name}: number ${due} is due`);
  }
  if (names.length === 0) faults.push('there are no migrations');
  return faults;
}
