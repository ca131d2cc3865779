import { lab } from './lab';
import { production } from './production';
import type { Settings } from './settings';

/** Every environment as its file states it, unchecked. It imports no package, so that any revision of it can be read. */
export const declared: readonly Settings[] = [lab, production];
