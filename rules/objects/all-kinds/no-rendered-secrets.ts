import { filterKind } from '../../../objects/identity';
import { PLAIN_TEXT_SECRET } from '../../plain-text';
import type { ObjectRule } from '../../rule';

/** A Secret that manifests or a hook bring stands in the output in plain text too: only an environment that says so has any. */
export const noRenderedSecrets: ObjectRule = (objects, { plainTextSecrets = false }) =>
  filterKind(plainTextSecrets ? [] : objects, 'Secret')
    .filter(
      ({ data, stringData }) => Object.keys({ ...(data as object), ...(stringData as object) }).length > 0,
    )
    .map((object) => ({
      object,
      ...PLAIN_TEXT_SECRET,
    }));
