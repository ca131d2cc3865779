/** Loads a file of another copy of the project, with the packages of this one, and keeps nothing. */
export function loadElsewhere(file: string): Promise<unknown>;
