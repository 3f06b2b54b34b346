/**
 * What makes a number a part of the word that it touches, for a class of a pattern with the flag `u`: digits, and letters of
 * scripts that set a space between words. Chinese, Japanese, Korean, Thai and others write around a number without one,
 * and it is a number all the same.
 */
export const joined = String.raw`\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{N}`
