/**
 * Runs one after the other, and as often as needed but no more: whoever asks while one is under way gets the next, which
 * begins after they asked; many who ask get the same.
 */
export function oneAtATime(run: () => Promise<void>): () => Promise<void> {
  let [current, next]: (Promise<void> | undefined)[] = [];
  const begin = () => {
    next = undefined;
    return (current = run().finally(() => (current = undefined)));
  };
  return () => {
    if (!current) return begin();
    return (next ??= current.then(begin, begin));
  };
}
