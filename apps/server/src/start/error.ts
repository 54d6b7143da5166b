/** Somebody ended the start before it was over. Nothing is wrong. */
export class StartEnded extends Error {
  override name = 'StartEnded';
}

/** Why the product cannot start, in a sentence for whoever started it. */
export class StartError extends Error {
  override name = 'StartError';
}
