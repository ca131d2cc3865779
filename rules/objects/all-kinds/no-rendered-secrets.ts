import { filterKind } from '../../../objects/identity';
import { PLAIN_TEXT_SECRET } from '../../plain-text';
import type { ObjectRule } from '../../rule';

/** Secrets with values from manifests or a hook are only allowed in an environment with `plainTextSecrets`: the output has them in plain text. */
export const noRenderedSecrets: ObjectRule = (objects, { plainTextSecrets = false }) =>
  filterKind(plainTextSecrets ? [] : objects, 'Secret')
    .filter(
      ({ data, stringData }) => Object.keys({ ...(data as object), ...(stringData as object) }).length > 0,
    )
    .map((object) => ({
      object,
      ...PLAIN_TEXT_SECRET,
    }));
