// core/policy: why a value of a configuration is not taken.

/** The end of a sentence about the value ("… which is not a time zone"), and the value most likely meant. */
export type Refusal = { readonly problem: string; readonly suggestion: string | null };
