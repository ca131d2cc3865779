/** Settings of V8 that commands run with, and the first and last line of Node that knows them. */
export const V8: { readonly flags: readonly string[]; readonly first: number; readonly last: number };
