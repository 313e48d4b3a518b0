const name = "RequestVerificationToken";

/** The header that every unsafe request of the page carries. */
export function csrfHeader(): Record<string, string> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  return token ? { [name]: token } : {};
}
