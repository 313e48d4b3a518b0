const units = ["KB", "MB", "GB", "TB"];

/** A size as people read it; FileSize.cs says it the same way. */
export function saySize(bytes: number, language: string): string {
  if (bytes < 1024) return `${bytes} B`;
  let [size, unit] = [bytes / 1024, 0];
  for (; size >= 999.5 && unit < units.length - 1; unit++) size /= 1024;
  const digits = size < 9.95 ? 1 : 0;
  return `${size.toLocaleString(language, { maximumFractionDigits: digits, useGrouping: false })} ${units[unit]}`;
}
