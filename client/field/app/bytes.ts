const MEGABYTE = 1024 * 1024;

/** `80 KB`, `0.4 MB`, `12 MB`, `1.5 GB`: as a phone's own settings count. */
export function bytesText(bytes: number): string {
  const megabytes = bytes / MEGABYTE;
  if (megabytes < 0.1) return `${Math.ceil(bytes / 1024)} KB`;
  if (megabytes >= 1024) return `${(megabytes / 1024).toFixed(1)} GB`;
  return `${megabytes < 10 ? megabytes.toFixed(1) : Math.round(megabytes)} MB`;
}
