/** While Korean is composed, Enter only finishes the syllable; Safari says so by the key code alone. */
export const isComposing = (event: KeyboardEvent) => event.isComposing || event.keyCode === 229;
